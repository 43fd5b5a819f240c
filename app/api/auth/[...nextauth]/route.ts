import { NextRequest } from 'next/server'
import { outerUrl } from '@/lib/governance/server/outer-url'
import { handlers } from '@/lib/governance/server/auth'

const asTyped = (request: NextRequest): NextRequest =>
  new NextRequest(
    outerUrl(request.url, (name) => request.headers.get(name)),
    request,
  )

export const GET = (request: NextRequest): Promise<Response> => handlers.GET(asTyped(request))
export const POST = (request: NextRequest): Promise<Response> => handlers.POST(asTyped(request))
