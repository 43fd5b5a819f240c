/** What people write, in the words and languages that they use: a bounded set, so that the same things are said again. */
export type Language = 'en' | 'de' | 'fr' | 'es'
type Texts = Record<Language, readonly string[]>

/**
 * What those say who were hurt, by the flag that hurt them. Near enough to each other that they are one complaint, as
 * people who met the same fault write.
 */
export const COMPLAINTS: Readonly<Record<string, Texts>> = {
  'checkout-v2': {
    en: [
      'My saved card was declined three times at checkout, then it charged me twice.',
      'Saved card declined three times at the new checkout and then it charged me twice!',
      'The checkout declined my saved card three times, then charged me twice.',
      'Saved card was declined at checkout three times. It charged me twice in the end.',
    ],
    de: [
      'Meine gespeicherte Karte wurde an der neuen Kasse dreimal abgelehnt und dann ist sie zweimal belastet worden.',
    ],
    fr: ['Ma carte a été refusée trois fois pour le paiement, et puis elle est débitée deux fois.'],
    es: ['La tarjeta que tengo guardada no pasa en el pago nuevo, y luego me cobraron dos veces.'],
  },
  'seat-map': {
    en: [
      'The seat map shows an error and I cannot choose a seat.',
      'Seat map broken: an error every time I choose a seat.',
      'I cannot choose a seat, the seat map only shows an error.',
      'The new seat map shows an error whenever I choose a seat.',
    ],
    de: ['Der Sitzplan zeigt nur einen Fehler und ich kann keinen Platz wählen.'],
    fr: ['Le plan des places est en erreur et je ne peux pas choisir une place.'],
    es: ['El mapa de asientos da un error y no me deja elegir.'],
  },
}

export type Register = { weight: number; rating: number; about?: string; texts: readonly string[] }

/** What is said on any day. */
export const REGISTERS: readonly Register[] = [
  {
    weight: 30,
    rating: 5,
    texts: [
      'Love the {thing}, so much faster than before.',
      'Great app, the {thing} is exactly what I needed for {trip}.',
      'Booked {trip} in two minutes. Thank you!',
      'The new {thing} is beautiful and easy to use.',
    ],
  },
  {
    weight: 20,
    rating: 5,
    about: 'search-rank',
    texts: [
      'Search finally shows the right flights first, well done.',
      'The search results are so much better now, the right flights come first.',
    ],
  },
  {
    weight: 26,
    rating: 2,
    texts: [
      'The {thing} shows an error when I try to change {trip}.',
      'Cannot open the {thing}, the button does nothing.',
      'The {thing} is broken since the update, it loses what I typed.',
    ],
  },
  {
    weight: 14,
    rating: 2,
    texts: [
      'The {thing} takes forever to load on my phone.',
      'So slow today: {thing} keeps loading and then times out.',
      'Everything lags when I scroll through the {thing}.',
    ],
  },
  {
    weight: 12,
    rating: 3,
    texts: [
      'Where is the {thing}? I can’t find it anymore.',
      'I don’t understand how to choose a seat for {trip}, it is confusing.',
      'Confusing: the {thing} asks the same question twice.',
    ],
  },
  {
    weight: 12,
    rating: 4,
    texts: [
      'Please add a way to share {trip} with my family.',
      'It would be great to filter the {thing} by price.',
      'Could you bring back the list beside the {thing}?',
    ],
  },
  {
    weight: 4,
    rating: 2,
    texts: ['Why was I charged a fee for {trip}? Please refund it.', 'The invoice for {trip} has the wrong address.'],
  },
  { weight: 2, rating: 1, texts: ['App crashes every time I open the {thing}.'] },
  {
    weight: 7,
    rating: 4,
    texts: [
      'Die App ist sehr gut und ich finde schnell, was ich suche.',
      'Die Seite lädt auf meinem Handy nicht, das ist nicht gut.',
      'Très bien, la recherche est plus simple et je trouve mon vol.',
      'Je ne trouve pas la facture de mon voyage, où est-elle ?',
      'La app es muy buena y la búsqueda es más rápida que antes.',
      'No me gusta la página nueva, es muy lenta en el móvil.',
    ],
  },
]
export const THINGS = [
  'seat map',
  'fare calendar',
  'search page',
  'profile form',
  'booking list',
  'boarding pass',
] as const
export const TRIPS = [
  'a flight to Lisbon',
  'our holiday',
  'a train to Vienna',
  'two nights in Oslo',
  'my booking',
] as const
