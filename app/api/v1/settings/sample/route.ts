import { removeSample } from '@/lib/governance/server/remove-sample'
import { restWrite } from '@/lib/governance/server/rest'

export const DELETE = restWrite(({ body, run }) => run(removeSample, body))
