// All commands of `gatehouse`. Each one is loaded on demand, so that commands start fast.
import type { Command } from './parser/command.ts';

/** A registered command. */
export interface CommandEntry {
  readonly name: string;
  readonly load: () => Promise<Command>;
}

/** Commands in the order of the help page. */
export const COMMANDS: readonly CommandEntry[] = [
  { name: 'setup', load: async () => (await import('./commands/setup.ts')).setup },
  { name: 'start', load: async () => (await import('./commands/start.ts')).start },
  { name: 'link', load: async () => (await import('./commands/link.ts')).link },
  { name: 'status', load: async () => (await import('./commands/status.ts')).status },
  { name: 'service', load: async () => (await import('./commands/service.ts')).service },
  { name: 'doctor', load: async () => (await import('./commands/doctor.ts')).doctor },
  { name: 'verify', load: async () => (await import('./commands/verify.ts')).verify },
  { name: 'chat', load: async () => (await import('./commands/chat.ts')).chat },
  { name: 'run', load: async () => (await import('./commands/run.ts')).run },
  { name: 'queue', load: async () => (await import('./commands/queue.ts')).queue },
  { name: 'console', load: async () => (await import('./commands/console.ts')).console },
  { name: 'sessions', load: async () => (await import('./commands/sessions.ts')).sessions },
  { name: 'runs', load: async () => (await import('./commands/runs.ts')).runs },
  { name: 'changes', load: async () => (await import('./commands/changes.ts')).changes },
  { name: 'projects', load: async () => (await import('./commands/projects.ts')).projects },
  { name: 'worktrees', load: async () => (await import('./commands/worktrees.ts')).worktrees },
  { name: 'dispatch', load: async () => (await import('./commands/dispatch.ts')).dispatch },
  { name: 'dispatches', load: async () => (await import('./commands/dispatches.ts')).dispatches },
  { name: 'files', load: async () => (await import('./commands/files.ts')).files },
  { name: 'terminals', load: async () => (await import('./commands/terminals.ts')).terminals },
  { name: 'approvals', load: async () => (await import('./commands/approvals.ts')).approvals },
  { name: 'agents', load: async () => (await import('./commands/agents.ts')).agents },
  { name: 'personas', load: async () => (await import('./commands/personas.ts')).personas },
  { name: 'models', load: async () => (await import('./commands/models.ts')).models },
  { name: 'cron', load: async () => (await import('./commands/cron.ts')).cron },
  { name: 'usage', load: async () => (await import('./commands/usage.ts')).usage },
  { name: 'budgets', load: async () => (await import('./commands/budgets.ts')).budgets },
  { name: 'machines', load: async () => (await import('./commands/machines.ts')).machines },
  { name: 'network', load: async () => (await import('./commands/network.ts')).network },
  { name: 'trust', load: async () => (await import('./commands/trust.ts')).trust },
  { name: 'outbound', load: async () => (await import('./commands/outbound.ts')).outbound },
  { name: 'logs', load: async () => (await import('./commands/logs.ts')).logs },
  { name: 'errors', load: async () => (await import('./commands/errors.ts')).errors },
  { name: 'config', load: async () => (await import('./commands/config.ts')).config },
  { name: 'backup', load: async () => (await import('./commands/backup.ts')).backup },
  { name: 'reset', load: async () => (await import('./commands/reset.ts')).reset },
  { name: 'export', load: async () => (await import('./commands/export.ts')).exportAll },
  { name: 'audit', load: async () => (await import('./commands/audit.ts')).audit },
  { name: 'channels', load: async () => (await import('./commands/channels.ts')).channels },
  { name: 'send', load: async () => (await import('./commands/send.ts')).send },
  { name: 'devices', load: async () => (await import('./commands/devices.ts')).devices },
  { name: 'auth', load: async () => (await import('./commands/auth.ts')).auth },
  { name: 'call', load: async () => (await import('./commands/call.ts')).call },
  { name: 'completion', load: async () => (await import('./commands/completion.ts')).completion },
  { name: 'version', load: async () => (await import('./commands/version.ts')).version },
];

/** Commands for our own scripts, left out of the help. */
export const HIDDEN_COMMANDS: readonly CommandEntry[] = [
  { name: '__complete', load: async () => (await import('./commands/complete.ts')).complete },
];

/** All commands on the help page. */
export function loadAllCommands(commands: readonly CommandEntry[] = COMMANDS): Promise<readonly Command[]> {
  return Promise.all(commands.map(({ load }) => load()));
}
