import { MetricNotFound } from '@/components/analysis/metric-not-found'

export default function NotFound() {
  return <MetricNotFound />
}
