import { createServer, type Server } from 'node:http'
import { type AddressInfo } from 'node:net'
import { decodeJwt, exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose'
import { Provider } from 'oidc-provider'

/** What the provider says of the one person who signs in there. */
export type Vouched = { sub: string; email?: string; email_verified?: boolean; name?: string; groups?: string[] }

export type TestProvider = {
  issuer: string
  /** Changes what the next sign-in says. */
  vouch(claims: Vouched): void
  /** Signs every further ID token anew, with these changes: what a provider gone wrong might send. */
  lie(change: ((claims: JWTPayload) => JWTPayload) | null): void
  close(): Promise<void>
}

const CLIENT = { id: 'soundings', secret: 'a secret of the tests, 32 bytes or more' }
export const TEST_CLIENT = CLIENT

/** A real OpenID provider on loopback; everybody who comes is signed in as whoever was vouched for last. */
export async function aProvider(redirectUri: string): Promise<TestProvider> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const jwk = { ...(await exportJWK(privateKey)), kid: 'test', alg: 'RS256', use: 'sig' }
  let vouched: Vouched = { sub: 'nobody' }
  let change: ((claims: JWTPayload) => JWTPayload) | null = null
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${portOf(server)}`
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirectUri] }],
    jwks: { keys: [jwk] },
    cookies: { keys: ['test'] },
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ ...vouched, sub }) }),
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
  })
  provider.use(async (context, next) => {
    const uid = /^\/interaction\/([\w-]+)$/.exec(context.path)?.[1]
    if (uid) return answerInteraction(provider, context, vouched.sub)
    await next()
    if (context.path === '/token' && change && isTokens(context.body)) {
      const claims = change(decodeJwt(context.body.id_token))
      const signed = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'test' }).sign(privateKey)
      context.body = { ...context.body, id_token: signed }
    }
  })
  const answer = provider.callback()
  server.on('request', (request, response) => void answer(request, response))
  return {
    issuer,
    vouch: (claims) => {
      vouched = claims
    },
    lie: (wanted) => {
      change = wanted
    },
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

const isTokens = (body: unknown): body is { id_token: string } =>
  typeof body === 'object' && body !== null && 'id_token' in body && typeof body.id_token === 'string'

type Context = Parameters<Parameters<Provider['use']>[0]>[0]

/** Signs in and consents without asking. */
async function answerInteraction(provider: Provider, { req, res }: Context, accountId: string): Promise<void> {
  const { prompt, params, grantId } = await provider.interactionDetails(req, res)
  if (prompt.name === 'login') return provider.interactionFinished(req, res, { login: { accountId } })
  const clientId = String(params['client_id'])
  const grant = (grantId && (await provider.Grant.find(grantId))) || new provider.Grant({ accountId, clientId })
  grant.addOIDCScope(String(params['scope']))
  return provider.interactionFinished(req, res, { consent: { grantId: await grant.save() } })
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port // it listens on a port, not on a pipe
