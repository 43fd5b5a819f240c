import { type ReactNode } from 'react'
import { GLOSSARY, glossaryId } from './glossary'
import { ToyChart } from './toy-chart'
import { VerdictList } from '@/components/rollouts/verdict-list'

/** One page of the guide; the same content opens in place behind “How to read this”. */
export type Topic = { slug: string; title: string; answer: string; body: ReactNode }

const P = ({ children }: { children: ReactNode }) => <p className="measure text-body">{children}</p>
const H = ({ children }: { children: ReactNode }) => <h2 className="pt-3 text-h2 font-bold">{children}</h2>

export const TOPICS: readonly Topic[] = [
  {
    slug: 'loop',
    title: 'How a release listens',
    answer: 'Signal, decision, action, new signal: each rollout goes round this loop until it is over.',
    body: (
      <>
        <P>
          A flag goes out in stages: first to 1% of people, then to more. The people who have it are compared, all the
          time, with comparable people who do not. When they are hurt, a policy pauses the rollout within seconds; when
          it gets worse, it rolls back. Every decision is kept with the evidence as it was.
        </P>
        <H>Up is slow, down is fast</H>
        <P>
          More exposure needs gates, and where you say so, approvals. Pause, Stop exposure and Roll back need neither:
          they act at once, whatever the page shows, and said twice they are done once. A pause or a stop of your own
          can be undone for ten minutes.
        </P>
        <H>The net never sleeps</H>
        <P>
          Wherever somebody is exposed the comparison goes on: also while a stage soaks, while an approval is awaited
          and while the rollout is paused.
        </P>
      </>
    ),
  },
  {
    slug: 'difference-chart',
    title: 'How to read a difference chart',
    answer: 'The line is exposed minus baseline. Look at the band around it, then at the limit.',
    body: (
      <>
        <ToyChart />
        <H>Three questions</H>
        <ol className="measure list-decimal space-y-2 pl-5 text-body">
          <li>
            <strong>Does the band touch “no difference”?</strong> Then the data cannot tell the two groups apart yet.
          </li>
          <li>
            <strong>Is the whole band beyond the harm limit?</strong> Then people are hurt more than you said you would
            tolerate, and it is not chance.
          </li>
          <li>
            <strong>Is the whole band on the good side of the limit?</strong> Then harm of that size is ruled out.
          </li>
        </ol>
        <P>
          Anything between is not “fine”: it is unknown. The page says how long it will take to know, at the present
          traffic.
        </P>
        <H>Why you may look as often as you like</H>
        <P>
          Ordinary intervals are valid for one look at the end; whoever looks every minute sees a false alarm sooner or
          later. These bands are always-valid: the chance that they are ever wrong, over all looks together, is what the
          footer says. So nobody has to wait for a date, and nothing goes red, green and red again.
        </P>
      </>
    ),
  },
  {
    slug: 'verdicts',
    title: 'The ten verdicts',
    answer: '“No harm found” is not “harm ruled out”, and “too early” is not “can’t tell”. Each has its own next move.',
    body: <VerdictList />,
  },
  {
    slug: 'approving',
    title: 'How to approve well',
    answer: 'You answer for the next share of people, on the evidence that you see.',
    body: (
      <>
        <P>
          An approval binds to what you saw: the verdict, the state of each gate, the share asked for and the versions
          of policy and metrics. When one of these changes, the approval expires and you are asked again, with what
          changed. A number that merely moves expires nothing.
        </P>
        <ul className="measure list-disc space-y-2 pl-5 text-body">
          <li>Read the verdict first, then the gates that are not met.</li>
          <li>Ask how many people are newly exposed, and what happens if it is wrong.</li>
          <li>“Too early” is no reason to go on. Wait, or widen the stage on purpose and say why.</li>
          <li>Whoever wrote the rollout cannot approve it where four eyes are demanded.</li>
        </ul>
      </>
    ),
  },
  {
    slug: 'feedback',
    title: 'Feedback and who had what',
    answer: 'What people say is kept with the version they had when they said it.',
    body: (
      <>
        <P>
          The moment an item arrives, Soundings notes which flags the person had met and in which cohort. That is never
          recomputed. Where it is not known, the item counts as unknown, never as baseline.
        </P>
        <P>
          Rates count people, not messages: complainants per 1,000 exposed people beside the same for baseline. Tags and
          sentiment come from rules that give their reasons; one key corrects them, and a correction is never lost.
        </P>
      </>
    ),
  },
  {
    slug: 'incidents',
    title: 'When something breaks',
    answer: 'Stop it first, understand it second. On the incident page X stops exposure of the top suspect.',
    body: (
      <>
        <P>
          An automatic pause, stop or roll back opens an incident by itself. Suspects are changes, ranked by when they
          came, whether exposed people are hurt more than baseline people, and whether they touch the same service. The
          rank never acts: you do.
        </P>
        <P>
          After a stop the page counts the clients that confirmed it and shows the failing signal until it is usual
          again. If it does not fall within ten minutes, the cause is elsewhere: rule the suspect out and look at the
          next.
        </P>
      </>
    ),
  },
  {
    slug: 'words',
    title: 'Words',
    answer: 'Each word means one thing, on every screen, in the API and in the audit.',
    body: (
      <dl className="grid gap-x-6 gap-y-3 text-body sm:grid-cols-[10rem_1fr]">
        {GLOSSARY.map(({ word, means }) => (
          <div key={word} className="contents">
            <dt id={glossaryId(word)} className="font-medium">
              {word}
            </dt>
            <dd className="measure">{means}</dd>
          </div>
        ))}
      </dl>
    ),
  },
]
