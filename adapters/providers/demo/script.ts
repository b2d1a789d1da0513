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
const FOLDER = 'gatehouse-demo';
const FIRST_LINE = '- [ ] Try Gatehouse with a real model';
const CHANGED_LINE = '- [x] Watched a file being written and edited';

/** The next answer in a conversation. */
export function nextAnswer(request: ModelRequest): readonly ScriptPart[] {
  const scene = readScene(request);
  const asked = scene.asked.toLowerCase();
  if (mentions(asked, ['plan'])) return plan();
  if (mentions(asked, ['folder', 'directory'])) return folder(scene);
  if (mentions(asked, ['file', 'write', 'edit'])) return file(scene);
  if (mentions(asked, ['command', 'run', 'shell', 'exec'])) return command(scene);
  return scene.round <= 1 ? greeting(scene.asked) : shrug(scene.asked);
}

const GREETING =
  /^(hi|hello|hey|hallo|good (morning|afternoon|evening))?\b[^\p{L}]*(there|demo|gatehouse)?[^\p{L}]*$/iu;

function greeting(asked: string): readonly ScriptPart[] {
  const opening = GREETING.test(asked.trim())
    ? "Hi! I'm the **demo**: a fixed script, *not a language model*."
    : `You asked: “${shorten(asked, 120)}”. A real model could answer that. I'm the **demo**: a fixed script, *not a language model*.`;
  return [
    text(`${opening} I show what it's like to work with an agent in Gatehouse, without an API key or a network connection.

What you just saw is streaming. This is a code block, with a copy button:

\`\`\`ts
const answer = await agent.ask('What is in this folder?');
console.log(answer);
\`\`\`

Send one of these to see more:

1. **Show me a command**: I list the files and ask to create a folder. Nothing is changed until you approve it.
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

function folder({ results, tools }: Scene): readonly ScriptPart[] {
  const listing = results.at(-1);
  if (listing?.isError === true) return refused(listing.text);
  if (listing !== undefined)
    return [
      text(
        `This is in the folder:\n\n\`\`\`\n${firstLines(listing.text, 12)}\n\`\`\`\n\nA real model would now read some of these files and tell you about them. I'm a script, so I stop here. Next, try **Show me a command**.`,
      ),
    ];
  if (!tools.has('list'))
    return [text("This agent isn't allowed to use the `list` tool, so I can't look at the folder.")];
  return [text("I'll look at the folder. Reading needs no approval."), { type: 'call', tool: 'list', input: {} }];
}

function firstLines(output: string, count: number): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const more = lines.length > count ? [`… and ${lines.length - count} more`] : [];
  return [...lines.slice(0, count).map((line) => shorten(line, 100)), ...more].join('\n');
}

function command(scene: Scene): readonly ScriptPart[] {
  const failed = scene.results.find((result) => result.isError);
  if (failed !== undefined) return refused(failed.text);
  if (!scene.tools.has('exec'))
    return [text("This agent isn't allowed to use the `exec` tool, so I can't run a command.")];
  const [listing, ...others] = scene.results;
  if (listing === undefined) return listFiles();
  return others.length === 0 ? makeFolder(listing.text) : folderMade();
}

function listFiles(): readonly ScriptPart[] {
  return [
    text("First, I'll list the files in the workspace. This command only reads, so it runs without approval."),
    { type: 'call', tool: 'exec', input: { command: 'ls -la' } },
  ];
}

function makeFolder(listing: string): readonly ScriptPart[] {
  return [
    text(`The command returned:

\`\`\`
${firstLines(listing, 5)}
\`\`\`

Next, I'd like to create a folder. This command makes a change, so it needs your approval. You can also deny it and give a reason.`),
    { type: 'call', tool: 'exec', input: { command: `mkdir -p ${FOLDER}` } },
  ];
}

function folderMade(): readonly ScriptPart[] {
  return [
    text(
      `Done. The folder \`${FOLDER}\` is in the workspace. That's the whole loop: message → tool call → your decision → result → answer. Next, try **Write a file**.`,
    ),
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
      text(`That didn't work. The tool returned: “${shorten(said, 400)}”. A real model would now try something else.`),
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
