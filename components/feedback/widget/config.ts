/** How a page set the widget up, by attributes of its script tag. */
export type WidgetConfig = {
  /** Where Soundings is: the origin that the script came from. */
  origin: string
  /** A client key: it may send feedback and read flags, nothing else. */
  key: string
  /** The signed id of whoever uses the page; without it feedback is of an unknown person. */
  unit: string | null
  label: string
  scale: 'none' | '5' | '10'
  privacyUrl: string | null
  appVersion: string | null
  /** A control of the page that opens it instead of a button of our own. */
  trigger: string | null
}

const isScale = (text: string): text is WidgetConfig['scale'] => text === 'none' || text === '5' || text === '10'

/** Only web addresses: a page must not be able to hand us a script as a link. */
const webAddress = (text: string | undefined): string | null => (text && /^https?:\/\//i.test(text) ? text : null)

/** @param data of the script tag: key, unit, label, scale, privacy, version, trigger */
export function readConfig(src: string, data: Readonly<Record<string, string | undefined>>): WidgetConfig | null {
  const { key, unit, label, scale = '5', privacy, version, trigger } = data
  if (!key) return null
  return {
    origin: new URL(src).origin,
    key,
    unit: unit || null,
    label: label?.slice(0, 40) || 'Feedback',
    scale: isScale(scale) ? scale : '5',
    privacyUrl: webAddress(privacy),
    appVersion: version?.slice(0, 100) || null,
    trigger: trigger || null,
  }
}
