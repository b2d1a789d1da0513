// A tool source in memory, for tests: its tools can be changed at any time.
import type { SourceCall, ToolDeclaration, ToolSource } from '#core/ports/tool-source.ts';
import { said } from '#core/tools/define-tool.ts';
import { InputProblem } from '#core/tools/input.ts';

/** A tool of the sample: what is declared, and what a call does. By default, it says its input. */
export type SampleTool = Partial<ToolDeclaration> & Partial<SourceCall> & Pick<ToolDeclaration, 'name'>;

/** A source with the given tools. */
export class SampleToolSource implements ToolSource {
  readonly id: string;
  readonly title = 'Sample';
  /** Inputs of the calls that were run, by tool. */
  readonly ran: (readonly [tool: string, input: unknown])[] = [];
  readonly #listeners = new Set<() => void>();
  #tools: readonly SampleTool[];
  /** Replaces the list of tools: for sources that fail or never answer. */
  onList: (() => Promise<readonly ToolDeclaration[]>) | undefined;
  disposed = 0;

  constructor(tools: readonly SampleTool[], id = 'sample') {
    this.#tools = tools;
    this.id = id;
  }

  /** Replaces its tools and reports the change. */
  change(tools: readonly SampleTool[]): void {
    this.#tools = tools;
    for (const listener of this.#listeners) listener();
  }

  async list(): Promise<readonly ToolDeclaration[]> {
    return (
      this.onList?.() ?? this.#tools.map((tool) => ({ description: `The tool ${tool.name}.`, input: EMPTY, ...tool }))
    );
  }

  call(name: string, input: Readonly<Record<string, unknown>>): SourceCall {
    const tool = this.#tools.find((candidate) => candidate.name === name);
    if (tool === undefined) throw new InputProblem(`The sample has no tool "${name}".`);
    const { risk, title, plan, run } = tool;
    return {
      ...(risk === undefined ? {} : { risk }),
      ...(title === undefined ? {} : { title }),
      ...(plan === undefined ? {} : { plan }),
      run: async (context) => {
        this.ran.push([name, input]);
        return run?.(context) ?? said(`${name}: ${JSON.stringify(input)}`);
      },
    };
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Listeners that were not removed. */
  get listeners(): number {
    return this.#listeners.size;
  }

  async dispose(): Promise<void> {
    this.disposed += 1;
  }
}

const EMPTY = { type: 'object', properties: {} };
