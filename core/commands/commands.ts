// Slash commands: one registry for the chat box, the palette, and other clients. Replies aren't part of the conversation.
import { EMPTY_SESSION } from '#contract/sessions/session-fold.ts';
import { hasScope, type Scope } from '#contract/wire/scopes.ts';
import type { Block } from '#contract/types/content.ts';
import type { SessionEventDraft } from '#contract/sessions/session-events.ts';
import { defined } from '#contract/types/defined.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import type { ApprovalsFacet } from '../engine/approvals-facet.ts';
import type { RunsFacet, SendRequest, SendResult } from '../engine/runs-facet.ts';
import type { SessionsFacet } from '../engine/sessions-facet.ts';
import type { CommandRequest, CommandSummary, CommandsFacet } from '../engine/tools-facet.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import { requireAgent } from '../runs/model-choice.ts';
import { OWN_PROVIDER } from '../runs/context.ts';
import type { SideThreadsFacet } from '../engine/side-threads-facet.ts';
import { newSession } from '../sessions/new-session.ts';
import type { SessionActor, SessionChange } from '../sessions/session-actor.ts';
import { parseCommand } from './parse-command.ts';
import { formatPrincipal, type Principal } from '../principal.ts';

/** The engine facets that commands may use. */
export interface CommandEngine {
  readonly runs: RunsFacet;
  readonly sessions: SessionsFacet;
  readonly approvals: ApprovalsFacet;
  readonly side: SideThreadsFacet;
}

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
export interface Command extends Pick<CommandSummary, 'name' | 'description' | 'args'> {
  readonly aliases?: readonly string[];
  readonly category: 'session' | 'model' | 'info' | 'approvals';
  /** Scope that the caller needs, the same as for the corresponding method. Default: the scope for sending a message. */
  readonly scope?: Scope;
  run(call: CommandCall): Promise<string>;
  /** Runs once the reply is in the transcript, which a reset would otherwise erase. */
  after?(call: CommandCall): Promise<void>;
}

interface Match extends Pick<CommandCall, 'args' | 'words'> {
  readonly command: Command;
}

/** What commands use besides ports. */
export interface CommandParts {
  readonly engine: () => CommandEngine;
  readonly sessions: { load(sessionKey: string): Promise<SessionActor> };
}

/** The registry and its dispatcher. */
export class Commands implements CommandsFacet {
  readonly #ports: EnginePorts;
  readonly #commands: readonly Command[];
  readonly #parts: CommandParts;

  constructor(ports: EnginePorts, list: readonly Command[], parts: CommandParts) {
    this.#ports = ports;
    this.#commands = list;
    this.#parts = parts;
  }

  /** Commands for the palette and the chat box. */
  list(): readonly CommandSummary[] {
    return this.#commands.map(({ name, aliases = [], description, category, args }) => ({
      name,
      aliases,
      description,
      category,
      acceptsArgs: args !== undefined,
      ...defined({ args }),
    }));
  }

  /** The command in a message; undefined for anything else, including an unknown name after the slash. */
  match(text: string): Match | undefined {
    const parsed = parseCommand(text);
    if (parsed === undefined) return undefined;
    const { name, args, words } = parsed;
    const command = this.#commands.find((one) => one.name === name || one.aliases?.includes(name) === true);
    return command === undefined ? undefined : { command, args, words };
  }

  /** Runs a command and adds the command and its reply to the transcript. */
  async run(actor: SessionActor, request: SendRequest, { command, args, words }: Match): Promise<SendResult> {
    const { missing, call, answer } = await this.#call(actor, request.by, { command, args, words });
    const events = await actor.commit(({ view, record }) => {
      const step = { ...this.#record(actor, request, answer, view.run !== undefined), claimRun: request.runId };
      if (record !== undefined) return step;
      const agent = requireAgent(this.#ports.config.settings(), actor.agentId);
      return { ...step, create: newSession(this.#ports, agent, { key: actor.key }, request.by) };
    });
    if (missing === undefined) await command.after?.(call);
    return { runId: request.runId, status: 'ok', seq: events[0]?.seq ?? actor.view.seq };
  }

  async answer({ sessionKey, text, by }: CommandRequest): Promise<string | undefined> {
    const match = this.match(text);
    if (match === undefined) return undefined;
    const { missing, call, answer } = await this.#call(await this.#parts.sessions.load(sessionKey), by, match);
    if (missing === undefined) await match.command.after?.(call);
    return answer;
  }

  async #call(actor: SessionActor, by: Principal, { command, args, words }: Match) {
    const call = { actor, args, words, by, ports: this.#ports, engine: this.#parts.engine() };
    const missing = missingScope(command, by);
    const answer =
      missing === undefined
        ? await runCommand(command, call)
        : `You do not have permission to do this (missing scope: ${missing}).`;
    return { missing, call, answer };
  }

  /** In an idle session, adds a complete run, so that every client sees it end; during an active run, a note. */
  #record(actor: SessionActor, request: SendRequest, text: string, active: boolean): SessionChange {
    const { ids, clock } = this.#ports;
    const { runId, by } = request;
    if (active) return { events: [{ type: 'note.added', messageId: ids.next(), text, label: request.text.trim() }] };
    const messageId = ids.next();
    const { usage } = EMPTY_SESSION;
    const own = { provider: OWN_PROVIDER, model: 'command' };
    const content: Block[] = [{ type: 'text', text }];
    const events: readonly SessionEventDraft[] = [
      { type: 'message.accepted', messageId, runId, text: request.text.trim(), sender: formatPrincipal(by) },
      { type: 'run.started', runId, messageIds: [messageId], agentId: actor.agentId, ...own },
      { type: 'message.completed', messageId: ids.next(), runId, content, stopReason: 'stop', ...own },
      { type: 'run.ended', runId, status: 'done', stopReason: 'stop', usage, modelCalls: 0, startedAtMs: clock.now() },
    ];
    return { events };
  }
}

/** A command requires the same scope as the corresponding method. */
function missingScope({ scope }: Command, by: Principal): Scope | undefined {
  return scope === undefined || hasScope(by.scopes, scope) ? undefined : scope;
}

async function runCommand(command: Command, call: CommandCall): Promise<string> {
  try {
    return await command.run(call);
  } catch (error) {
    return errorMessage(error);
  }
}
