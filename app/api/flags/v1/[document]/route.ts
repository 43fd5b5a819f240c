export { answerFlags as GET, answerFlags as HEAD, answerFlags as OPTIONS } from '@/lib/flags/server/hot-fetch'

export const dynamic = 'force-dynamic'
