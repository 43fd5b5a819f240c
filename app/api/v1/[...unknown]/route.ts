import { problemResponse } from '@/lib/platform/rest'

const unknown = () => problemResponse(404, 'not-found', 'There is nothing at this address.')

export { unknown as DELETE, unknown as GET, unknown as PATCH, unknown as POST, unknown as PUT }
