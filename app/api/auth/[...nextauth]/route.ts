import { handlers } from '@/lib/governance/server/auth'

export const { GET, POST } = handlers
