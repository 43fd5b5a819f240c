import { Banner } from './banner'
import { Button } from './button'

type Props = { said: string; refused: readonly { name: string; message: string }[]; onClose: () => void }

/** What became of an act on many, and why some stayed as they were. @param said a sentence without its full stop */
export const BulkResult = ({ said, refused, onClose }: Props) => (
  <Banner
    tone={refused.length > 0 ? 'warn' : 'good'}
    actions={
      <Button size="small" look="quiet" onClick={onClose}>
        Close
      </Button>
    }
  >
    <p>
      {said}
      {refused.length > 0 ? `. ${refused.length} as they were:` : '.'}
    </p>
    <ul>
      {refused.map(({ name, message }) => (
        <li key={name}>
          <span className="font-medium">{name}</span>: {message}
        </li>
      ))}
    </ul>
  </Banner>
)
