export { answerFlags as GET, answerFlags as OPTIONS, answerFlags as POST } from '@/lib/flags/server/hot-fetch'

export const dynamic = 'force-dynamic'
