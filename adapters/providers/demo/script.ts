// The demo's fixed script. It reacts to a few words in the last message.
import type { ModelRequest } from '#core/ports/provider.ts';
import { truncateText } from '#contract/types/truncate-text.ts';
import { joinText } from '../conversation.ts';

/** One piece of the demo's answer. */
export type ScriptPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'thinking'; readonly text: string }
  | { readonly type: 'call'; readonly tool: string; readonly input: Readonly<Record<string, unknown>> };

interface Scene {
  /** The person's last message. */
  readonly asked: string;
  /** Results of the tool calls since then, oldest first. */
  readonly results: readonly { readonly name: string; readonly text: string; readonly isError: boolean }[];
  /** Number of messages from the person. */
  readonly round: number;
  /** Names of the available tools. */
  readonly tools: ReadonlySet<string>;
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
    text(`Hi! I'm the **demo**: a fixed script, *not a language model*. I show what it's like to work with an agent in Gatehouse, without an API key or a network connection.

What you just saw is streaming. This is a code block, with a copy button:

\`\`\`ts
const answer = await agent.ask('What is in this folder?');
console.log(answer);
\`\`\`

Send one of these to see more:

1. **Show me a command**: I ask to run a command, and nothing runs until you approve it.
2. **Write a file**: I write a small file to the workspace and then edit it, so you can see a diff.
3. **Make a plan**: I answer without using any tools.

To use a real model, open *Settings → Providers* and paste an API key, or start Ollama.`),
  ];
}

function shrug(asked: string): readonly ScriptPart[] {
  return [
    text(`You wrote: “${shorten(asked, 120)}”. I'm a script, so I can't answer that. A real model could (*Settings → Providers*).

I can do three things: **Show me a command**, **Write a file**, **Make a plan**.`),
  ];
}

function plan(): readonly ScriptPart[] {
  return [
    {
      type: 'thinking',
      text: 'The user asked for a plan. A real model would show its reasoning here; you can collapse it.',
    },
    text(`Here's how a real agent would handle a task like “add a dark theme”:

| Step | What happens | Your part |
|---|---|---|
| 1 | Read the relevant files | nothing |
| 2 | Change them | review the diff |
| 3 | Run the tests | approve the command |
| 4 | Summarize the changes | decide what's next |

Steps that change something wait for your approval. Send **Show me a command** to see how that works.`),
  ];
}

function command(scene: Scene): readonly ScriptPart[] {
  const result = scene.results.at(-1);
  if (result !== undefined) return result.isError ? refused(result.text) : commandDone(result.text);
  if (!scene.tools.has('exec'))
    return [text("This agent isn't allowed to use the `exec` tool, so I can't run a command.")];
  return [
    text(
      "I'd like to list the files in the workspace. The command waits for your approval. You can also deny it and say why.",
    ),
    { type: 'call', tool: 'exec', input: { command: 'ls -la' } },
  ];
}

function commandDone(output: string): readonly ScriptPart[] {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return [
    text(`The command ran and returned ${lines.length} ${lines.length === 1 ? 'line' : 'lines'}. Here are the first ones:

\`\`\`
${lines
  .slice(0, 5)
  .map((line) => shorten(line, 100))
  .join('\n')}
\`\`\`

That's the whole loop: message → tool call → your decision → result → answer. Next, try **Write a file**.`),
  ];
}

function file(scene: Scene): readonly ScriptPart[] {
  const failed = scene.results.find((result) => result.isError);
  if (failed !== undefined) return refused(failed.text);
  if (scene.results.length === 0) return writeFile(scene);
  if (scene.results.length === 1 && scene.tools.has('edit')) return editFile();
  return [
    text(
      `Done. \`${FILE}\` is in the workspace. You can open, change, or delete it under *Files*. The card above shows the diff of the edit.`,
    ),
  ];
}

function writeFile(scene: Scene): readonly ScriptPart[] {
  if (!scene.tools.has('write'))
    return [text("This agent isn't allowed to use the `write` tool, so I can't write a file.")];
  const content = `# Gatehouse demo\n\nThis file was written by the demo script.\n\n${FIRST_LINE}\n`;
  return [
    text(`I'll write a small file, \`${FILE}\`.`),
    { type: 'call', tool: 'write', input: { path: FILE, content } },
  ];
}

function editFile(): readonly ScriptPart[] {
  const input = { path: FILE, oldText: FIRST_LINE, newText: CHANGED_LINE };
  return [text("Now I'll change one line."), { type: 'call', tool: 'edit', input }];
}

function refused(said: string): readonly ScriptPart[] {
  const denied = said.toLowerCase().includes('denied');
  if (!denied)
    return [
      text(`That didn't work. The tool returned: “${shorten(said, 200)}”. A real model would now try something else.`),
    ];
  return [
    text(
      `You denied it, so nothing was done. I received: “${shorten(said, 200)}”. A real model would read your reason and try something else; I just stop here.`,
    ),
  ];
}

function readScene(request: ModelRequest): Scene {
  const { messages } = request;
  const people = messages.filter((message) => message.role === 'user');
  const from = messages.findLastIndex((message) => message.role === 'user');
  return {
    asked: joinText(people.at(-1)?.content ?? []),
    results: messages.slice(from + 1).flatMap((message) => (message.role === 'tool' ? message.results : [])),
    round: people.length,
    tools: new Set(request.tools.map((tool) => tool.name)),
  };
}

function mentions(asked: string, words: readonly string[]): boolean {
  return words.some((word) => asked.includes(word));
}

function shorten(value: string, length: number): string {
  return truncateText(value.replaceAll('`', "'").trim(), length);
}

function text(value: string): ScriptPart {
  return { type: 'text', text: value };
}
