/*
 * What most signed-in pages draw with. The bundler leaves out of a page what its layout has brought; without this list
 * every page, its skeleton and its error page would each carry a copy of the frame and of the parts below.
 */
import '@/components/live/use-action'
import '@/components/live/use-live-query'
import '@/components/ui/badge'
import '@/components/ui/banner'
import '@/components/ui/button'
import '@/components/ui/dialog'
import '@/components/ui/dropdown-menu'
import '@/components/ui/fault-state'
import '@/components/ui/time'
import '@/lib/kernel/format'
import './page-head'
import './room-frame'
