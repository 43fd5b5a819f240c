import { type AuthConfig } from '@auth/core'
import { CredentialsSignin } from '@auth/core/errors'
import { type Provider } from '@auth/core/providers'
import Credentials from '@auth/core/providers/credentials'
import { paths } from '@/lib/kernel/paths'
import { type Refusal } from '@/lib/kernel/result'
import { isAway } from '@/lib/platform/database'
import { type Runtime } from '@/lib/platform/runtime'
import { forwardedAddress } from '../core/address'
import { authSecret } from './secrets'
import { endSession } from './revoke-session'
import { personOfSession } from './sessions'
import { signInWithPassword } from './sign-in'
import { ssoConfig, type SsoConfig } from './sso-config'
import { signInWithSso } from './sso-sign-in'

/** Seven days at most; the session's row ends it sooner (twelve idle hours, or revoked). */
const COOKIE_MAX_AGE_S = 7 * 86_400

/** The provider's id in addresses: `/api/auth/callback/sso`. */
export const SSO_PROVIDER = 'sso'

/** Carries our refusal through next-auth, which knows only its own errors. */
export class SignInRefused extends CredentialsSignin {
  override code: string
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super()
    this.code = refusal.code
    this.refusal = refusal
  }
}

/** How next-auth signs people in here: by password, and through the provider that is set up. */
export async function authConfig(runtime: Runtime, userAgent: string): Promise<AuthConfig> {
  const sso = await currentSso(runtime)
  return {
    basePath: '/api/auth',
    secret: await authSecret(runtime),
    trustHost: true, // our own gateway is in front and keeps Host
    session: { strategy: 'jwt', maxAge: COOKIE_MAX_AGE_S },
    pages: { signIn: paths.signIn(), error: paths.signIn() },
    logger: loggerOf(runtime),
    providers: [
      Credentials({ authorize: (credentials, request) => authorize(runtime, credentials, request) }),
      ...(sso ? [providerOf(sso)] : []),
    ],
    callbacks: {
      // The provider has vouched for somebody; whether they may come in is decided here, and the refusal is told in words.
      signIn: async ({ user, account, profile }) => {
        if (account?.provider !== SSO_PROVIDER || !sso) return true
        const outcome = await signInWithSso(
          runtime,
          sso,
          { ...profile, iss: profile?.['iss'] ?? sso.issuer },
          userAgent,
        )
        if (!outcome.ok) return `${paths.signIn()}?refused=${outcome.code}`
        user.id = outcome.value.sessionId
        return true
      },
      // The token names the session and nothing else; a session that ended takes its cookie along.
      jwt: async ({ token, user }) => {
        const sub = user?.id ?? token.sub ?? ''
        return (await isAlive(runtime, sub)) ? { sub } : null
      },
    },
    events: {
      signOut: async (message) => {
        const sub = 'token' in message ? message.token?.sub : undefined
        if (sub) await endSession(runtime, sub)
      },
    },
  }
}

/** Authorization code with PKCE, state and nonce; next-auth discovers the rest and checks signature, issuer, audience and time. */
const providerOf = ({ name, issuer, clientId, clientSecret }: SsoConfig): Provider => ({
  id: SSO_PROVIDER,
  name,
  type: 'oidc',
  issuer,
  clientId,
  clientSecret,
  checks: ['pkce', 'state', 'nonce'],
  authorization: { params: { scope: 'openid email profile' } },
})

/** Without the database there is no single sign-on: the password form says what is missing. */
async function currentSso(runtime: Runtime): Promise<SsoConfig | null> {
  try {
    return await ssoConfig(runtime.database.db)
  } catch (error) {
    if (isAway(error)) return null
    throw error
  }
}

async function authorize(runtime: Runtime, credentials: unknown, request: Request): Promise<{ id: string }> {
  const outcome = await signInWithPassword(runtime, credentials, {
    address: forwardedAddress(request.headers.get('x-forwarded-for'), trustedProxies()),
    userAgent: request.headers.get('user-agent') ?? '',
  })
  if (!outcome.ok) throw new SignInRefused(outcome)
  return { id: outcome.value.sessionId }
}

/** Proxies of one's own in front of the gateway: `SOUNDINGS_TRUSTED_PROXIES`, 0 unless set. */
export function trustedProxies(): number {
  const given = Number(process.env['SOUNDINGS_TRUSTED_PROXIES'] ?? 0)
  return Number.isInteger(given) && given > 0 ? given : 0
}

/** Without the database nobody is signed out: the cookie stays and each read asks again. */
async function isAlive(runtime: Runtime, sessionId: string): Promise<boolean> {
  try {
    return (await personOfSession(runtime.database.db, sessionId, runtime.now())) !== null
  } catch (error) {
    if (isAway(error)) return true
    throw error
  }
}

/** Wrong passwords are no errors, and next-auth's own warnings are not for people who run Soundings. */
function loggerOf(runtime: Runtime): NonNullable<AuthConfig['logger']> {
  const error = (error: Error) => {
    if (!(error instanceof CredentialsSignin)) runtime.log.error({ err: error }, 'authentication failed')
  }
  return { error, warn: () => undefined, debug: () => undefined }
}
