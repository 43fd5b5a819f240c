import { IncidentNotFound } from '@/components/incidents/incident-not-found'

export default function NotFound() {
  return <IncidentNotFound />
}
