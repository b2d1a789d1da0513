// What the parts of the context are collected from.
import type { SessionView } from '#contract/sessions/session-view.ts';
import type { ConsoleFacet } from '../console/consoles.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { Machine } from '../ports/machine.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';
import type { FittedText } from './fit-text.ts';

/** The session that the context is for. */
export interface ContextSource {
  readonly ports: EnginePorts;
  readonly consoles: Pick<ConsoleFacet, 'list'>;
  readonly record: SessionRecord;
  /** The whole conversation. */
  readonly view: () => Promise<SessionView>;
  /** @throws {FileError} */
  readonly machine: () => Promise<Machine>;
  readonly signal: AbortSignal;
}

/** Collects one part, at most `tokens` long. Empty: there is nothing to include. */
export type CollectPart = (source: ContextSource, tokens: number) => Promise<FittedText>;
