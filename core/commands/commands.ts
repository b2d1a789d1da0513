// Slash commands: one registry for the chat box, other clients and the palette. Replies to commands are not part of the conversation.
import { hasScope, type Scope } from '#contract/wire/scopes.ts';
import type { SessionEventDraft } from '#contract/sessions/session-events.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import type { Engine } from '../engine/engine.ts';
import type { SendRequest, SendResult } from '../engine/runs-facet.ts';
import type { CommandFacts, CommandsFacet } from '../engine/tools-facet.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import { requireAgent } from '../runs/model-choice.ts';
import { OWN_PROVIDER } from '../runs/context.ts';
import { newSession } from '../sessions/new-session.ts';
import type { SessionActor, SessionChange } from '../sessions/session-actor.ts';
import { parseCommand } from './parse-command.ts';
import { DuplicateRun } from '../ports/sessions-store.ts';
import { formatPrincipal, type Principal } from '../principal.ts';

/** The engine facets that commands may use. */
export type CommandEngine = Pick<Engine, 'runs' | 'sessions' | 'approvals'>;

/** Arguments of a command. */
export interface CommandCall {
  readonly actor: SessionActor;
  /** Everything after the name, as typed and split into words. */
  readonly args: string;
  readonly words: readonly string[];
  readonly by: Principal;
  readonly ports: EnginePorts;
  readonly engine: CommandEngine;
}

/** A command. Its reply is shown in the chat. */
export interface Command {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly description: string;
  readonly category: 'session' | 'model' | 'info' | 'approvals';
  /** Scope that the caller needs, the same as for the corresponding method. Default: the scope for sending a message. */
  readonly scope?: Scope;
  readonly args?: readonly { readonly name: string; readonly description: string; readonly required: boolean }[];
  run(call: CommandCall): Promise<string>;
  /** Runs once the reply is in the transcript; otherwise a reset would erase it. */
  after?(call: CommandCall): Promise<void>;
}

interface Match {
  readonly command: Command;
  readonly args: string;
  readonly words: readonly string[];
}

/** The registry and its dispatcher. */
export class Commands implements CommandsFacet {
  readonly #ports: EnginePorts;
  readonly #commands: readonly Command[];
  readonly #engine: () => CommandEngine;

  constructor(ports: EnginePorts, list: readonly Command[], engine: () => CommandEngine) {
    this.#ports = ports;
    this.#commands = list;
    this.#engine = engine;
  }

  /** Commands for the palette and the chat box. */
  list(): readonly CommandFacts[] {
    return this.#commands.map(({ name, aliases = [], description, category, args }) => ({
      name,
      aliases,
      description,
      category,
      acceptsArgs: args !== undefined,
      ...(args === undefined ? {} : { args }),
    }));
  }

  /** The command in a message; undefined for anything else, including an unknown name after the slash. */
  match(text: string): Match | undefined {
    const parsed = parseCommand(text);
    if (parsed === undefined) return undefined;
    const { name, args, words } = parsed;
    const command = this.#commands.find(
      (candidate) => candidate.name === name || candidate.aliases?.includes(name) === true,
    );
    return command === undefined ? undefined : { command, args, words };
  }

  /** Runs a command and adds the command and its reply to the transcript. */
  async run(actor: SessionActor, request: SendRequest, { command, args, words }: Match): Promise<SendResult> {
    if ((await this.#ports.store.sessions.findRun(request.runId)) !== undefined) throw new DuplicateRun(request.runId);
    const call = { actor, args, words, by: request.by, ports: this.#ports, engine: this.#engine() };
    const missing = missingScope(command, request);
    const answer =
      missing === undefined
        ? await runCommand(command, call)
        : `You do not have permission to do this (missing scope: ${missing}).`;
    const events = await actor.commit(({ view, record }) => {
      const create =
        record === undefined
          ? {
              create: newSession(this.#ports, requireAgent(this.#ports.config.settings(), actor.agentId), {
                key: actor.key,
                by: request.by,
              }),
            }
          : {};
      return { ...create, ...this.#record(actor, request, answer, view.run !== undefined), claimRun: request.runId };
    });
    if (missing === undefined) await command.after?.(call);
    return { runId: request.runId, status: 'ok', seq: events[0]?.seq ?? actor.view.seq };
  }

  /** In an idle session, adds a complete run, so that every client sees it end; during an active run, a note. */
  #record(actor: SessionActor, request: SendRequest, text: string, active: boolean): SessionChange {
    const { ids, clock } = this.#ports;
    const { runId, by } = request;
    if (active) return { events: [{ type: 'note.added', messageId: ids.next(), text, label: request.text.trim() }] };
    const messageId = ids.next();
    const usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
    const own = { provider: OWN_PROVIDER, model: 'command' };
    const events: readonly SessionEventDraft[] = [
      { type: 'message.accepted', messageId, runId, text: request.text.trim(), sender: formatPrincipal(by) },
      { type: 'run.started', runId, messageIds: [messageId], agentId: actor.agentId, ...own },
      {
        type: 'message.completed',
        messageId: ids.next(),
        runId,
        content: [{ type: 'text', text }],
        stopReason: 'stop',
        ...own,
      },
      { type: 'run.ended', runId, status: 'done', stopReason: 'stop', usage, modelCalls: 0, startedAtMs: clock.now() },
    ];
    return { events };
  }
}

/** A command can do no more than its caller could do by calling the method. */
function missingScope({ scope }: Command, { by }: SendRequest): Scope | undefined {
  return scope === undefined || hasScope(by.scopes, scope) ? undefined : scope;
}

async function runCommand(command: Command, call: CommandCall): Promise<string> {
  try {
    return await command.run(call);
  } catch (error) {
    return errorMessage(error);
  }
}
