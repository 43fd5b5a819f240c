'use client'
import { Banner } from '@/components/ui/banner'
import { CopyButton } from '@/components/ui/copy-button'

type Props = { text: string; children: string; what: string }

/** A link or a key that is shown this once. */
export const SecretShown = ({ text, what, children }: Props) => (
  <Banner tone="info" actions={<CopyButton text={text} label={`Copy ${what}`} />}>
    <p>{children}</p>
    <code className="mt-1 block text-caption break-all select-all">{text}</code>
  </Banner>
)
