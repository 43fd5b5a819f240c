import { type ReactNode } from 'react'

type Props = { title: string; answer: ReactNode; children: ReactNode }

/** The one card of pages for people who are not signed in. */
export const AuthCard = ({ title, answer, children }: Props) => (
  <main className="flex min-h-dvh items-center justify-center bg-canvas p-4">
    <div className="flex w-full max-w-sm flex-col gap-5 rounded-dialog border border-line bg-surface p-6 sm:p-8">
      <header className="flex flex-col gap-1">
        <p className="flex items-center gap-2 text-body font-medium text-text-2">
          <img src="/icon.svg" alt="" width={24} height={24} />
          Soundings
        </p>
        <h1 className="text-h1 font-bold">{title}</h1>
        <div className="text-body text-text-2">{answer}</div>
      </header>
      {children}
    </div>
  </main>
)
