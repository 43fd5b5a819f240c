import { OFREPWebProvider } from '@openfeature/ofrep-web-provider'
import { OpenFeature, type Provider, ProviderEvents } from '@openfeature/web-sdk'

/** Shows what one person is served, and when that was last learnt; changes as the provider says so, never by reload. */
const asked = new URLSearchParams(location.search)
const given = (name: string): string => asked.get(name) ?? ''
const output = document.querySelector('output')

const client = OpenFeature.getClient()
const show = (): void => {
  if (!output) return
  output.dataset['at'] = String(Date.now())
  output.textContent = client.getBooleanValue(given('flag'), false) ? 'new version' : 'old version'
}

async function open(): Promise<void> {
  await OpenFeature.setContext({ targetingKey: given('person') })
  const headers: [string, string][] = [['Authorization', `Bearer ${given('key')}`]]
  // The cast: the two packages differ in whether an optional member may be there and undefined.
  await OpenFeature.setProviderAndWait(new OFREPWebProvider({ baseUrl: given('soundings'), headers }) as Provider)
  client.addHandler(ProviderEvents.ConfigurationChanged, show)
  show()
}

void open()
