import { Check, CircleDashed, EyeOff, ShieldAlert, X } from 'lucide-react'
import { type GateView } from '@/lib/rollouts/core/schema'

const states = {
  met: { Icon: Check, word: 'Met', className: 'text-good' },
  accepted: { Icon: ShieldAlert, word: 'Risk accepted', className: 'text-warn' },
  waiting: { Icon: CircleDashed, word: 'Waiting', className: 'text-baseline' },
  failing: { Icon: X, word: 'Failing', className: 'text-bad' },
  blind: { Icon: EyeOff, word: 'Blind', className: 'text-text' },
} as const

/** The questions between now and the next stage, each with its answer and the reason. */
export const GateList = ({ gates }: { gates: readonly GateView[] }) => (
  <ul className="flex flex-col divide-y divide-line">
    {gates.map((gate) => {
      const { Icon, word, className } = states[gate.state]
      return (
        <li
          key={gate.kind}
          data-gate={gate.kind}
          data-state={gate.state}
          className="flex items-start gap-2.5 py-1.5 text-body"
        >
          <Icon aria-hidden="true" size={16} strokeWidth={2} className={`mt-0.5 shrink-0 ${className}`} />
          <div className="min-w-0">
            <span className="font-medium">{gate.label}</span> <span className={`text-dense ${className}`}>{word}</span>
            <p className="num text-dense text-text-2">{gate.why}</p>
          </div>
        </li>
      )
    })}
  </ul>
)
