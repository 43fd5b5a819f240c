import { canonicalJson } from '@/lib/kernel/hash'
import { type GateFacts } from './facts'
import { evidenceGates } from './gates-evidence'
import { type Rollout } from './model'
import { type Evidence } from './schema'
import { shareOf, targetStage } from './stages'
import { presentVerdict } from './verdicts'

/**
 * What an approval binds to: verdict code, gate states, target share, policy and metric versions; never a measured
 * value (ux §2.4). Approvals themselves and freeze windows are no evidence.
 */
export function evidenceOf(rollout: Rollout, facts: GateFacts): Evidence {
  const target = targetStage(rollout)
  return {
    rollout: rollout.id,
    target: target ? { stage: target.id, share: shareOf(rollout, target) } : null,
    verdict: presentVerdict(rollout)?.code ?? null,
    gates: evidenceGates(rollout, facts).map((gate) => [gate.kind, gate.state]),
    policy: [rollout.policyKey, facts.versions.policy],
    metrics: { ...facts.versions.metrics },
  }
}

export const evidenceText = (rollout: Rollout, facts: GateFacts): string => canonicalJson(evidenceOf(rollout, facts))

/** Fingerprint of `evidenceText`: tells changes apart, is no secret and needs no strength. */
export function evidenceHash(rollout: Rollout, facts: GateFacts): string {
  return fnv1a64(evidenceText(rollout, facts))
}

/** FNV-1a, 64 bit, over UTF-16 code units, as 16 hex digits. */
export function fnv1a64(text: string): string {
  let hash = 0xcb_f2_9c_e4_84_22_23_25n
  for (let i = 0; i < text.length; i += 1) {
    hash = ((hash ^ BigInt(text.charCodeAt(i))) * 0x1_00_00_00_01_b3n) & 0xff_ff_ff_ff_ff_ff_ff_ffn
  }
  return hash.toString(16).padStart(16, '0')
}
