import { z } from 'zod'
import { Role } from '@/lib/kernel/permissions'

/** Whom a provider's sign-in lets in, and as what. */
export const SsoRules = z.strictObject({
  /** Claim of the ID token that names roles or groups; empty: nobody's role comes from the provider. */
  roleClaim: z.string().trim().max(100).default(''),
  /** What a value of the claim means here; the mightiest that fits wins. */
  roleMap: z.record(z.string().trim().min(1).max(200), Role).default({}),
  /** Role of a newcomer whom no claim names; null: only those who were invited come in. */
  defaultRole: Role.nullable().default('viewer'),
  /** E-mail domains that come in by themselves; none: all. */
  allowedDomains: z
    .array(
      z
        .string()
        .trim()
        .toLowerCase()
        .regex(/^[a-z0-9.-]+\.[a-z]{2,}$/)
        .max(253),
    )
    .max(50)
    .default([]),
})
export type SsoRules = z.infer<typeof SsoRules>

/** What is kept for its own time. */
export const RetentionClass = z.enum(['events', 'mails', 'originals', 'feedback'])
export type RetentionClass = z.infer<typeof RetentionClass>

const days = (least: number, most: number) => z.int().min(least).max(most)

/** A pattern that is cut out of texts before they are stored. RE2 syntax: it runs in linear time. */
export const RedactionRule = z.strictObject({
  name: z.string().trim().min(1).max(100),
  pattern: z.string().min(1).max(500),
  replacement: z.string().max(50).default('[redacted]'),
})
export type RedactionRule = z.infer<typeof RedactionRule>

/** How long things are kept, what is cut out of texts, and what people are told. */
export const PrivacySettings = z.strictObject({
  retentionDays: z
    .strictObject({
      events: days(1, 400).default(90),
      mails: days(1, 400).default(90),
      /** What people sent as they sent it, before anything was cut out. */
      originals: days(1, 90).default(30),
      /** What they wrote, since something last happened to it. */
      feedback: days(30, 3650).default(730),
    })
    .prefault({}),
  /** Groups with fewer people are not shown apart. */
  minimumGroup: z.int().min(5).max(1000).default(20),
  redactions: z.array(RedactionRule).max(50).default([]),
  consentText: z.string().trim().max(2000).default(''),
})
export type PrivacySettings = z.infer<typeof PrivacySettings>

const WebUrl = z
  .url({ protocol: /^https?$/, error: 'An address such as https://soundings.example.com.' })
  .max(500)
  .refine((text) => !/[?#@]/.test(text), { error: 'An address without a question mark, hash or password.' })
const Version = z.int().min(1).optional()

export const EditWorkspaceInput = z.strictObject({
  name: z.string().trim().min(1).max(100).optional(),
  /** For links in mails. Null: that of the process. */
  publicUrl: WebUrl.nullable().optional(),
  expectedVersion: Version,
})
export type EditWorkspaceInput = z.infer<typeof EditWorkspaceInput>

export const EditPrivacyInput = z.strictObject({ settings: PrivacySettings, expectedVersion: Version })
export type EditPrivacyInput = z.infer<typeof EditPrivacyInput>

export const EditMailServerInput = z.strictObject({
  /** `smtp://user:password@host:587` or `smtps://…`; without it the one that is there stays. */
  url: z.string().trim().max(1000).optional(),
  /** Who mails come from: `Soundings <soundings@example.com>`. */
  sender: z
    .string()
    .trim()
    .max(200)
    .regex(/^(?:[^<>\r\n"]{1,100} <[^\s<>@",;]+@[^\s<>@",;]+>|[^\s<>@",;]+@[^\s<>@",;]+)$/, {
      error: 'An address such as Soundings <soundings@example.com>.',
    }),
})
export type EditMailServerInput = z.infer<typeof EditMailServerInput>

export const EditSsoInput = z.strictObject({
  issuer: WebUrl,
  clientId: z.string().trim().min(1).max(300),
  /** Without it the one that is there stays. */
  clientSecret: z.string().min(1).max(1000).optional(),
  rules: SsoRules,
  expectedVersion: Version,
})
export type EditSsoInput = z.infer<typeof EditSsoInput>
