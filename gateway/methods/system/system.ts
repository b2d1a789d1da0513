// The host: health, status, machine, presence.
import { defined } from '#contract/types/defined.ts';
import * as os from 'node:os';
import { statfs } from 'node:fs/promises';
import { defineHandlers } from '../../server/dispatch/handler.ts';
import { processMemory } from '../../monitoring/process-memory.ts';
import { modelDefaults } from '../../openclaw/session-row.ts';
import { listHeartbeats } from '../../openclaw/schedules/job-shape.ts';
import { countTasks } from '../../openclaw/tasks/task-shape.ts';

export const SYSTEM_HANDLERS = defineHandlers({
  health(_params, { gateway }) {
    const texts = gateway.health.texts();
    return texts instanceof Promise ? texts.then(({ full }) => full) : texts.full;
  },

  async status(_params, { services }) {
    const { engine, config, identity } = services;
    const { sessions, total } = await engine.sessions.list({ limit: 10, offset: 0 });
    return {
      runtimeVersion: identity.version,
      heartbeat: { defaultAgentId: config.settings().defaultAgentId, agents: listHeartbeats(services.schedules) },
      channelSummary: [],
      queuedSystemEvents: (await services.schedules.waitingEvents()).map(({ text }) => text),
      tasks: await countTasks(services.jobs),
      taskAudit: { total: 0, warnings: 0, errors: 0, byCode: {} },
      sessions: {
        paths: [identity.home],
        count: total,
        defaults: modelDefaults(services),
        recent: sessions.map(({ key, updatedAt }) => ({ key, updatedAt, age: services.clock.now() - updatedAt })),
        byAgent: [],
      },
      processMemory: Object.fromEntries(
        Object.entries(processMemory()).map(([name, bytes]) => [`${name}Bytes`, bytes]),
      ),
      pid: process.pid,
    };
  },

  async 'system.info'(_params, { services, gateway }) {
    const disk = await statfs(services.identity.home).catch(() => undefined);
    const cpus = os.cpus();
    const port = gateway.address()?.port;
    const cpuModel = cpus[0]?.model;
    return {
      machineName: os.hostname(),
      hostname: os.hostname(),
      platform: os.platform(),
      release: os.release(),
      arch: os.arch(),
      osLabel: `${os.type()} ${os.release()}`,
      nodeVersion: process.versions.node,
      pid: process.pid,
      processInstanceId: services.identity.bootId,
      uptimeMs: Math.max(0, Math.round(services.clock.now() - services.identity.startedAt)),
      cpuCount: cpus.length,
      memoryTotalBytes: os.totalmem(),
      memoryFreeBytes: os.freemem(),
      ...defined({ port, cpuModel }),
      ...(disk && { diskTotalBytes: disk.blocks * disk.bsize, diskAvailableBytes: disk.bavail * disk.bsize }),
    };
  },

  'system-presence': (_params, { gateway }) => [...gateway.presence.entries()],
});
