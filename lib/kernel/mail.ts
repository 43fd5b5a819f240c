/** One mail. `messageId` is that of its outbox row and stays the same however often it is tried. */
export type Mail = MailContent & { to: string; subject: string; messageId: string }

/** What a mail says, and the headers that it may carry besides. */
export type MailContent = {
  text: string
  html?: string | undefined
  replyTo?: string | undefined
  inReplyTo?: string | undefined
  /** Further headers; names of letters, digits and dashes. */
  headers?: Record<string, string> | undefined
  /** Text and HTML are sealed: they carry a link that is as good as a password. */
  sealed?: true | undefined
}
