/** Running copies of Harbor Travel's services, in the past as in the live traffic. */
export type SampleInstance = { id: string; service: string; version: string; isJson: boolean }

/** The two kiosks have no OpenTelemetry, so a tenth of the people come by JSON. */
const COPIES = [
  { service: 'web-bff', version: '1.44.0', copies: 8, isJson: false },
  { service: 'search-api', version: '2.9.1', copies: 6, isJson: false },
  { service: 'payments-api', version: '1.44.0', copies: 4, isJson: false },
  { service: 'web-bff', version: '1.44.0', copies: 2, isJson: true },
]

/** In an order that puts neighbours of one service apart, so that a tenth of any stretch is JSON. */
export const instances: readonly SampleInstance[] = COPIES.flatMap(({ copies, isJson, ...service }) =>
  Array.from({ length: copies }, (_, copy) => {
    const id = `${service.service}-${isJson ? 'kiosk-' : ''}${copy + 1}`
    return { instance: { ...service, id, isJson }, place: (copy + 0.5) / copies }
  }),
)
  .toSorted((a, b) => a.place - b.place)
  .map(({ instance }) => instance)
