import { EventHook } from '@openfeature/open-telemetry-hooks'
import { type Hook } from '@openfeature/server-sdk'
import { logs } from '@opentelemetry/api-logs'
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto'
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs'
import { rollouts } from '../story'
import { type Door } from './door'
import { isLost, openClient, type Identity, type Instance } from './instance'

const EXPORT_DELAY_MS = 400
const QUEUE_MAX = 2000

/** An instance as OpenTelemetry users build one: the hook reports exposures, a logger everything else. */
export async function openOtlpInstance(identity: Identity, door: Door, key: string): Promise<Instance> {
  const provider = openLoggerProvider(identity, door, key)
  const logger = provider.getLogger('harbor')
  const hook = openHook(provider)
  const oldHook = forgetful(hook)
  const client = await openClient(identity, door, key)
  return {
    meet: async (rollout, unit, oldApp) => {
      const options = { hooks: [oldApp ? oldHook : hook] }
      const met = await client.getBooleanDetails(rollout.flag, false, { targetingKey: unit }, options)
      return met.errorCode ? null : met.value
    },
    tell: (unit, event) => logger.emit({ eventName: event, attributes: { 'feature_flag.context.id': unit } }),
    close: () => provider.shutdown(),
  }
}

function openLoggerProvider({ id, service, version }: Identity, door: Door, key: string): LoggerProvider {
  const exporter = new OTLPLogExporter({
    url: `${door.url}/otlp/v1/logs`,
    headers: { Authorization: `Bearer ${key}` },
    compression: CompressionAlgorithm.GZIP,
    timeoutMillis: 10_000,
  })
  return new LoggerProvider({
    resource: resourceFromAttributes({
      'service.name': service,
      'service.version': version,
      'service.instance.id': id,
      'deployment.environment.name': 'production',
    }),
    processors: [
      new BatchLogRecordProcessor({ exporter, scheduledDelayMillis: EXPORT_DELAY_MS, maxQueueSize: QUEUE_MAX }),
    ],
  })
}

/** The hook takes its logger from the process's one global provider when it is made; here each instance needs its own. */
function openHook(provider: LoggerProvider): EventHook {
  logs.disable()
  logs.setGlobalLoggerProvider(provider)
  const hook = new EventHook({ excludeExceptions: true })
  logs.disable()
  return hook
}

/** How an old app version reports: not every baseline. */
function forgetful(hook: EventHook): Hook {
  const report = hook.finally.bind(hook)
  return {
    finally: (context, details) => {
      const rollout = rollouts.find(({ flag }) => flag === context.flagKey)
      if (!isLost(rollout, details.variant, true)) report(context, details)
    },
  }
}
