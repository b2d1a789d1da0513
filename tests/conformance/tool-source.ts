// Conformance suite of the tool source port. Every source passes it.
import { describe, expect, it } from 'vitest';
import type { Log } from '#core/ports/log.ts';
import type { ToolContext, ToolSource } from '#core/ports/tool-source.ts';
import { InputProblem } from '#core/tools/input.ts';
import { ToolSources } from '#core/tools/tool-sources.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { QUIET } from '#tests/support/quiet-log.ts';

/** Description of a source for the suite. */
export interface ToolSourceUnderTest {
  readonly source: ToolSource;
  /** A call that succeeds, and what it uses. */
  readonly call: {
    readonly tool: string;
    readonly input: Readonly<Record<string, unknown>>;
    readonly context: ToolContext;
  };
  /** How often that call has had its effect, where that can be seen. */
  readonly effects?: () => number;
  /** Changes the list of tools, where it can change. */
  readonly change?: () => void;
}

/** Registers the suite. */
export function toolSourceConformance(name: string, open: () => Promise<ToolSourceUnderTest>): void {
  const scope = { agentId: 'main', sessionKey: 'agent:main:test' };
  const never = () => new AbortController().signal;

  describe(`${name}: a tool source`, () => {
    it('declares tools that are all accepted, in a stable order', async () => {
      const { source } = await open();
      const warnings: string[] = [];
      const log: Log = { ...QUIET, warn: (message) => void warnings.push(message) };
      const sources = new ToolSources({ toolSources: [source], clock: new ManualClock(), log });
      const declared = await source.list(scope, never());
      const listed = await sources.list({ agentId: 'main', tools: { allow: [], deny: [] } });
      expect(declared.length).toBeGreaterThan(0);
      expect(listed.map((tool) => tool.name.replace(`${source.id}__`, ''))).toEqual(declared.map((tool) => tool.name));
      expect(listed.map((tool) => tool.description)).toEqual(declared.map((tool) => tool.description));
      expect((await source.list(scope, never())).map((tool) => tool.name)).toEqual(declared.map((tool) => tool.name));
      expect(warnings).toEqual([]);
    });

    it('runs a call only when told to, and returns its result as text', async () => {
      const { source, call, effects } = await open();
      expect((await source.list(scope, never())).map((tool) => tool.name)).toContain(call.tool);
      const opened = source.call(call.tool, call.input);
      if ('questions' in opened) throw new Error('The sample call must not ask a question.');
      await opened.plan?.(call.context);
      expect(effects?.() ?? 0).toBe(0);
      const result = await opened.run(call.context);
      expect(result).toMatchObject({ isError: false, text: expect.any(String), details: expect.any(Object) });
      expect(effects?.() ?? 1).toBe(1);
    });

    it('rejects a call of a tool that it does not have', async () => {
      const { source } = await open();
      expect(() => source.call('no-such-tool', {})).toThrow(InputProblem);
    });

    it('reports changes until the listener is removed', async () => {
      const { source, change } = await open();
      let changes = 0;
      const remove = source.onChange(() => (changes += 1));
      change?.();
      expect(changes).toBe(change === undefined ? 0 : 1);
      remove();
      change?.();
      expect(changes).toBe(change === undefined ? 0 : 1);
    });

    it('can be closed twice', async () => {
      const { source } = await open();
      await source.dispose();
      await source.dispose();
    });
  });
}
