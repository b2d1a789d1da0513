// What the demo says and does. A fixed script: it reads the last message for a few words and knows no more.
import type { Block } from '#contract/types/content.ts';
import type { ModelMessage, ModelRequest } from '#core/ports/provider.ts';

/** One piece of the demo's answer. */
export type ScriptPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'thinking'; readonly text: string }
  | { readonly type: 'call'; readonly tool: string; readonly input: Readonly<Record<string, unknown>> };

interface Scene {
  /** What the person wrote last. */
  readonly asked: string;
  /** Results of the tool calls since then, oldest first. */
  readonly results: readonly { readonly name: string; readonly text: string; readonly isError: boolean }[];
  /** How often the person has written. */
  readonly round: number;
  readonly tools: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

const FILE = 'gatehouse-demo.md';
const FIRST_LINE = '- [ ] Try Gatehouse with a real model';
const CHANGED_LINE = '- [x] Watched a file being written and edited';

/** The next answer in a conversation. */
export function nextAnswer(request: ModelRequest): readonly ScriptPart[] {
  const scene = readScene(request);
  const asked = scene.asked.toLowerCase();
  if (mentions(asked, ['plan'])) return plan();
  if (mentions(asked, ['file', 'write', 'edit'])) return file(scene);
  if (mentions(asked, ['command', 'run', 'shell', 'exec'])) return command(scene);
  return scene.round <= 1 ? greeting() : shrug(scene.asked);
}

function greeting(): readonly ScriptPart[] {
  return [
    text(`Hello! I am the **demo**: a fixed script, *no language model*. I show how working with an agent looks here, without a key and without a network.

What you just saw is streaming. This is a code block, with a copy button:

\`\`\`ts
const answer = await agent.ask('What is in this folder?');
console.log(answer);
\`\`\`

Write one of these to see more:

1. **Show me a command**: I ask to run one, and nothing runs until you allow it.
2. **Write a file**: I write a small file into the workspace, then edit it, so that you see a diff.
3. **Make a plan**: I only write.

When you want a real model, open *Settings → Providers* and paste a key, or start Ollama.`),
  ];
}

function shrug(asked: string): readonly ScriptPart[] {
  return [
    text(`You wrote: “${shorten(asked, 120)}”. As a script I cannot answer that; a real model could (*Settings → Providers*).

I can do three things: **Show me a command**, **Write a file**, **Make a plan**.`),
  ];
}

function plan(): readonly ScriptPart[] {
  return [
    { type: 'thinking', text: 'A plan was asked for. A real model would think here; its thoughts can be folded away.' },
    text(`Here is what a real agent would do with a task like “add a dark theme”:

| Step | What happens | Your part |
|---|---|---|
| 1 | Read the files that matter | nothing |
| 2 | Change them | look at the diff |
| 3 | Run the tests | allow the command |
| 4 | Tell what was done | decide |

Steps that change something wait for you. Say **Show me a command** to see that happen.`),
  ];
}

function command(scene: Scene): readonly ScriptPart[] {
  const result = scene.results.at(-1);
  if (result !== undefined) return result.isError ? refused(result.text) : commandDone(result.text);
  if (!scene.tools.has('exec')) return [text('This agent may not use the `exec` tool, so I have nothing to run.')];
  return [
    text(
      'I would like to see what is in the workspace. The command waits until you allow it; you can also deny it and say why.',
    ),
    { type: 'call', tool: 'exec', input: { command: 'ls -la' } },
  ];
}

function commandDone(output: string): readonly ScriptPart[] {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return [
    text(`It ran, and I received ${lines.length} ${lines.length === 1 ? 'line' : 'lines'}. The first ones:

\`\`\`
${lines
  .slice(0, 5)
  .map((line) => shorten(line, 100))
  .join('\n')}
\`\`\`

That is the whole loop: question → tool call → your decision → result → answer. Next: **Write a file**.`),
  ];
}

function file(scene: Scene): readonly ScriptPart[] {
  const failed = scene.results.find((result) => result.isError);
  if (failed !== undefined) return refused(failed.text);
  if (scene.results.length === 0) return writeFile(scene);
  if (scene.results.length === 1 && scene.tools.has('edit')) return editFile(scene);
  return [
    text(
      `Done. \`${FILE}\` is in the workspace: open it under *Files*, change it, delete it. The card above shows what the edit changed, line by line.`,
    ),
  ];
}

function writeFile(scene: Scene): readonly ScriptPart[] {
  const input = scene.tools.get('write');
  if (input === undefined) return [text('This agent may not use the `write` tool, so I cannot write a file.')];
  const content = `# Gatehouse demo\n\nThis file was written by the demo script.\n\n${FIRST_LINE}\n`;
  return [
    text(`I write a small file, \`${FILE}\`.`),
    {
      type: 'call',
      tool: 'write',
      input: { [pathName(input)]: FILE, [nameIn(input, ['content', 'text', 'contents'])]: content },
    },
  ];
}

function editFile(scene: Scene): readonly ScriptPart[] {
  const input = scene.tools.get('edit') ?? {};
  return [text('Now I change one line of it.'), { type: 'call', tool: 'edit', input: editInput(input) }];
}

/** The engine's tool tells how its edits are named. */
function editInput(schema: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const old = ['oldText', 'old_string', 'old', 'search', 'find'];
  const fresh = ['newText', 'new_string', 'new', 'replace', 'replacement'];
  const list = properties(schema)['edits'];
  if (typeof list !== 'object' || list === null)
    return { [pathName(schema)]: FILE, [nameIn(schema, old)]: FIRST_LINE, [nameIn(schema, fresh)]: CHANGED_LINE };
  const items = (list as { items?: Readonly<Record<string, unknown>> }).items ?? {};
  return {
    [pathName(schema)]: FILE,
    edits: [{ [nameIn(items, old)]: FIRST_LINE, [nameIn(items, fresh)]: CHANGED_LINE }],
  };
}

function refused(said: string): readonly ScriptPart[] {
  const denied = said.toLowerCase().includes('denied');
  if (!denied)
    return [
      text(`That did not work. The tool answered: “${shorten(said, 200)}”. A real model would now try another way.`),
    ];
  return [
    text(
      `You said no, so nothing was done. What reached me: “${shorten(said, 200)}”. A real model reads that reason and looks for another way; I just stop here.`,
    ),
  ];
}

function readScene(request: ModelRequest): Scene {
  const { messages } = request;
  const people = messages.filter((message) => message.role === 'user');
  const from = messages.findLastIndex((message) => message.role === 'user');
  return {
    asked: textIn(people.at(-1)),
    results: messages.slice(from + 1).flatMap((message) => (message.role === 'tool' ? message.results : [])),
    round: people.length,
    tools: new Map(request.tools.map((tool) => [tool.name, tool.input])),
  };
}

function textIn(message: ModelMessage | undefined): string {
  if (message === undefined || message.role === 'tool') return '';
  return message.content.map((block: Block) => (block.type === 'text' ? block.text : '')).join(' ');
}

function properties(schema: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const value = schema['properties'];
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function nameIn(schema: Readonly<Record<string, unknown>>, names: readonly string[]): string {
  const known = properties(schema);
  return names.find((name) => name in known) ?? names[0] ?? '';
}

function pathName(schema: Readonly<Record<string, unknown>>): string {
  return nameIn(schema, ['path', 'file_path', 'file']);
}

function mentions(asked: string, words: readonly string[]): boolean {
  return words.some((word) => asked.includes(word));
}

function shorten(value: string, length: number): string {
  const line = value.replaceAll('`', "'").trim();
  return line.length <= length ? line : `${line.slice(0, length)}…`;
}

function text(value: string): ScriptPart {
  return { type: 'text', text: value };
}
