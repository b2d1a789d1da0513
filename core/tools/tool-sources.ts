// The tools of all sources as one list. Names, descriptions, and schemas of a source are untrusted. The tools of a source that
// fails or is slow are missing.
import type { AgentSettings } from '#contract/types/agents.ts';
import { escapeHidden } from '#contract/types/hidden-characters.ts';
import type { JsonObject } from '#contract/types/json-object.ts';
import { truncateLine, truncateText } from '#contract/types/truncate-text.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { ToolSummary } from '../engine/tools-facet.ts';
import type { Machine } from '../ports/machine.ts';
import type { ToolSpec } from '../ports/provider.ts';
import type {
  AskingCall,
  SourceCall,
  ToolContext,
  ToolDeclaration,
  ToolEffect,
  ToolSource,
} from '../ports/tool-source.ts';
import { withTimeLimit } from '../runs/wait.ts';
import { BUILT_IN_TOOLS } from './registry.ts';

/** Time to wait for the list of a source, ms. */
const LIST_TIMEOUT_MS = 2_000;
const CLOSE_TIMEOUT_MS = 2_000;
/** Time for which a failed source is skipped, unless it reports a change, ms. */
const PAUSE_MS = 30_000;
/** Most tools of one source. */
const MAX_TOOLS = 128;
/** Longest name that all providers accept, characters. */
const MAX_NAME = 64;
const MAX_DESCRIPTION = 2_000;
/** Longest schema of an input, characters of JSON. */
const MAX_SCHEMA = 20_000;
const MAX_TITLE = 200;

/** A call with everything that the policy and an approval need. */
export type OpenedCall = Required<SourceCall>;

/** A tool that agents can use. */
export interface Tool extends ToolSpec, ToolSummary {
  isRepeatable(input: JsonObject): boolean;
  /** @throws {InputProblem} */
  open(input: JsonObject): OpenedCall | AskingCall;
}

/** All tool sources. */
export class ToolSources {
  readonly #ports: Pick<EnginePorts, 'toolSources' | 'clock' | 'log'>;
  /** Sources that are skipped for now, with the time of the next attempt. */
  readonly #paused = new Map<ToolSource, number>();
  readonly #unsubscribe: readonly (() => void)[];
  #builtIn: { readonly declared: readonly ToolDeclaration[]; readonly tools: readonly Tool[] } | undefined;

  constructor(ports: Pick<EnginePorts, 'toolSources' | 'clock' | 'log'>) {
    const ids = ports.toolSources.map(({ id }) => id);
    const wrong = ids.find((id, index) => !/^[a-z][a-z0-9-]{0,30}$/.test(id) || ids.indexOf(id) < index);
    if (wrong !== undefined) throw new Error(`The ID of the tool source "${wrong}" is invalid or used twice.`);
    this.#ports = ports;
    this.#unsubscribe = ports.toolSources.map((source) => source.onChange(() => this.#paused.delete(source)));
  }

  /** Tools that an agent may use now: the allowed ones (all if none are named), minus the denied ones. Never fails. */
  async list(
    { agentId, tools: { allow, deny } }: Pick<AgentSettings, 'agentId' | 'tools'>,
    sessionKey?: string,
  ): Promise<readonly Tool[]> {
    const scope = { agentId, sessionKey };
    const lists = await Promise.all(this.#ports.toolSources.map((source) => this.#listSource(source, scope)));
    const includes = (list: readonly string[], { name }: Tool) => list.includes(name) || list.includes('*');
    return lists.flat().filter((tool) => (allow.length === 0 || includes(allow, tool)) && !includes(deny, tool));
  }

  /** Closes all sources. */
  async dispose(): Promise<void> {
    const { toolSources, clock, log } = this.#ports;
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    const close = async (source: ToolSource) => {
      await withTimeLimit(clock, CLOSE_TIMEOUT_MS, () => source.dispose()).catch((error: unknown) =>
        log.warn("Couldn't close a tool source.", { source: source.id, error: errorMessage(error) }),
      );
    };
    await Promise.all(toolSources.map(close));
  }

  async #listSource(source: ToolSource, scope: Parameters<ToolSource['list']>[0]): Promise<readonly Tool[]> {
    const { clock, log } = this.#ports;
    if ((this.#paused.get(source) ?? 0) > clock.monotonic()) return [];
    try {
      return this.#accept(source, await withTimeLimit(clock, LIST_TIMEOUT_MS, (signal) => source.list(scope, signal)));
    } catch (error) {
      this.#paused.set(source, clock.monotonic() + PAUSE_MS);
      log.warn('The tools of a source are not available.', { source: source.id, error: errorMessage(error) });
      return [];
    }
  }

  /** The valid ones of the declared tools, each name once. */
  #accept(source: ToolSource, declared: readonly ToolDeclaration[]): readonly Tool[] {
    // The built-in tools are listed for each model call, and never change.
    if (source === BUILT_IN_TOOLS && this.#builtIn?.declared === declared) return this.#builtIn.tools;
    const tools = new Map<string, Tool>();
    for (const declaration of declared.slice(0, MAX_TOOLS)) {
      const name = source === BUILT_IN_TOOLS ? declaration.name : `${source.id}__${declaration.name}`;
      if (isValid(name, declaration) && !tools.has(name)) tools.set(name, toTool(source, name, declaration));
    }
    const ignored = declared.length - tools.size;
    if (ignored > 0)
      this.#ports.log.warn('Some tools of a source were ignored: invalid, named twice, or too many.', {
        source: source.id,
        ignored,
      });
    const accepted = [...tools.values()];
    if (source === BUILT_IN_TOOLS) this.#builtIn = { declared, tools: accepted };
    return accepted;
  }
}

function isValid(name: string, { input, description }: ToolDeclaration): boolean {
  return (
    /^[\w-]+$/.test(name) &&
    name.length <= MAX_NAME &&
    typeof description === 'string' &&
    input['type'] === 'object' &&
    JSON.stringify(input).length <= MAX_SCHEMA
  );
}

function toTool(source: ToolSource, name: string, declaration: ToolDeclaration): Tool {
  const { description, input, effect = 'unknown' } = declaration;
  return {
    name,
    description: truncateText(escapeHidden(description), MAX_DESCRIPTION),
    input: copySchema(input),
    effect,
    source,
    isRepeatable: (raw) => declaration.isRepeatable?.(raw) === true,
    open(raw) {
      const call = source.call(declaration.name, raw);
      if ('questions' in call) return call;
      // The built-in tools have limits of their own.
      const limit = source === BUILT_IN_TOOLS ? unlimited : limited;
      return complete(call, effect, `${name} ${escapeHidden(JSON.stringify(raw))}`, limit);
    },
  };
}

/** A copy, so that the source can't change what was checked. */
function copySchema(input: ToolDeclaration['input']): ToolDeclaration['input'] {
  const escape = (_key: string, value: unknown) => (typeof value === 'string' ? escapeHidden(value) : value);
  // A copy of an object is an object.
  return JSON.parse(JSON.stringify(input), escape) as ToolDeclaration['input'];
}

/** Adds what the source left out: the call is shown with its whole input, and only reads if all calls of the tool do. */
function complete(call: SourceCall, effect: ToolEffect, command: string, limit: typeof limited): OpenedCall {
  const fallback = (machine: Machine) => ({ command: call.title ?? command, cwd: machine.workspace });
  return {
    risk: call.risk ?? (effect === 'read' ? 'read' : 'unknown'),
    title: truncateLine(escapeHidden(call.title ?? command), MAX_TITLE),
    plan: (context) => limit(context, async (own) => call.plan?.(own) ?? fallback(context.machine)),
    run: (context) => limit(context, (own) => call.run(own)),
  };
}

function unlimited<T>(context: ToolContext, work: (context: ToolContext) => Promise<T>): Promise<T> {
  return work(context);
}

/** Limits work of a source that may never end. */
function limited<T>(context: ToolContext, work: (context: ToolContext) => Promise<T>): Promise<T> {
  return withTimeLimit(context.clock, context.commandTimeoutMs, (signal) =>
    work({ ...context, signal: AbortSignal.any([context.signal, signal]) }),
  );
}
