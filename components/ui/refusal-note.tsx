import { Hand } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Refusal } from '@/lib/kernel/result'
import { Banner } from './banner'

/** An expected no at the button that heard it: the reason, what would make it a yes, and that nothing changed. */
export function RefusalNote({ refusal, actions }: { refusal: Refusal; actions?: ReactNode }) {
  const saysSo = /nothing (was |has )?(been )?changed/i.test(`${refusal.message} ${refusal.remedy ?? ''}`)
  return (
    <div data-refusal={refusal.code}>
      <Banner
        tone="warn"
        role="alert"
        icon={<Hand aria-hidden="true" size={16} strokeWidth={1.75} />}
        actions={actions}
      >
        {[refusal.message, refusal.remedy, saysSo ? '' : 'Nothing changed'].filter(Boolean).map(sentence).join(' ')}
      </Banner>
    </div>
  )
}

const sentence = (text = ''): string => (/[.!?…]$/.test(text) ? text : `${text}.`)
