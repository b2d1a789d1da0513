// Calls every core method with `openclaw gateway call` and the parameters of the examples.
import { METHODS, type MethodName } from '#contract/methods/registry.ts';
import type { Example } from '#tests/protocol/examples/example.ts';
import { EXAMPLES } from '#tests/protocol/examples/registry.ts';
import type { ExampleWorld } from '#tests/protocol/examples/world.ts';

import type { Check } from './check-list.ts';
import { runCommand, type CommandWorld } from './run-command.ts';

/** The methods that OpenClaw clients require. `connect` is part of every call. */
const CORE = `
  health status system-presence system.info logs.tail chat.history chat.startup chat.metadata chat.send chat.abort
  agent agent.identity.get commands.list sessions.list sessions.subscribe sessions.messages.subscribe
  sessions.messages.unsubscribe sessions.describe sessions.create sessions.patch sessions.reset sessions.delete
  agents.list models.list models.authStatus config.get config.patch exec.approvals.get exec.approval.list
  exec.approval.resolve plugin.approval.list openclaw.approval.list question.list cron.list cron.status cron.add
  cron.update cron.run cron.runs cron.remove tasks.list usage.status usage.cost sessions.usage device.pair.list
  device.pair.approve device.pair.reject node.pair.list node.list node.invoke channels.status skills.status
`
  .trim()
  .split(/\s+/);

/** One check per core method. */
export function coreMethodChecks(command: CommandWorld, world: ExampleWorld): readonly Check[] {
  return CORE.map((method) => ({
    name: `gateway call ${method}`,
    async run() {
      if (!isDeclared(method)) throw new Error('the method does not exist');
      // TypeScript can't express the parameters of the union of all examples.
      const example = EXAMPLES[method] as Example<unknown> | undefined;
      if (example === undefined) throw new Error('the method has no example in tests/protocol/examples');
      const params = JSON.stringify((await example.params?.(world)) ?? {});
      const args = ['gateway', 'call', method, '--params', params, '--json'];
      const result = await runCommand(command, example.twice === true ? [...args, '--expect-final'] : args);
      if (result.code !== 0) throw new Error(result.output);
      JSON.parse(result.output.slice(result.output.search(/^[[{"\d]|^null|^true|^false/m)));
    },
  }));
}

function isDeclared(name: string): name is MethodName {
  return name in METHODS;
}
