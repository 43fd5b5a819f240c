import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { Webhook, WebhookVerificationError } from 'standardwebhooks'
import { type DeploymentProvider } from '../core/deployment-schema'

type Headers = { header(name: string): string | null }

/** Whether a webhook shows that its sender knows a secret at all; without that a key decides. */
export const isSigned = (provider: DeploymentProvider, request: Headers): boolean =>
  provider === 'github'
    ? request.header('x-hub-signature-256') !== null
    : request.header('x-gitlab-token') !== null || request.header('webhook-signature') !== null

/** Whether a webhook was signed with this secret: over the raw body, compared in constant time. */
export function isSignedWith(
  provider: DeploymentProvider,
  request: Headers,
  body: Uint8Array,
  secret: string,
): boolean {
  if (provider === 'github') {
    const expected = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
    return isEqual(request.header('x-hub-signature-256') ?? '', expected)
  }
  // GitLab signs as Standard Webhooks ask where a signing token is set; else it sends the secret itself.
  if (request.header('webhook-signature') !== null) return isStandard(request, body, secret)
  return isEqual(request.header('x-gitlab-token') ?? '', secret)
}

const digest = (text: string): Uint8Array => createHash('sha256').update(text).digest()
/** Both are hashed first, so that not even their lengths are told by time. */
const isEqual = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))

function isStandard(request: Headers, body: Uint8Array, secret: string): boolean {
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const
  try {
    const headers = Object.fromEntries(names.map((name) => [name, request.header(name) ?? '']))
    new Webhook(secret).verify(Buffer.from(body).toString('utf8'), headers)
    return true
  } catch (error) {
    if (error instanceof WebhookVerificationError || error instanceof SyntaxError) return false
    throw error
  }
}
