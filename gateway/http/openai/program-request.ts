// The parsed request of both OpenAI APIs: a conversation, the caller's tools, and limits.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { defined } from '#contract/types/defined.ts';
import type { ImageBlock } from '#contract/types/content.ts';
import type { RunOptions } from '#contract/sessions/run-options.ts';
import type { ToolSpec } from '#core/ports/provider.ts';
import type { ImportedMessage } from '#core/runs/imported-messages.ts';
import { readImages } from '../../openclaw/attachments.ts';
import type { Conversation, History } from './history.ts';
import { badRequest } from './openai-error.ts';

/** A request of either API. */
export interface ProgramRequest {
  readonly model: unknown;
  readonly stream: boolean;
  readonly messages: readonly ImportedMessage[];
  readonly options: RunOptions;
  /** Identifies a user, whose conversation continues. */
  readonly user?: string;
}

const MAX_MESSAGES = 5_000;
const MAX_TOOLS = 128;
const TOOL_NAME = /^[A-Za-z0-9_.-]{1,64}$/;
const DATA_URL_START = 'data:';

/** A list of objects. @throws {OpenAiError} */
export function requireObjects(value: unknown, param: string): readonly JsonObject[] {
  if (!Array.isArray(value) || !value.every(isJsonObject))
    throw badRequest(`\`${param}\` must be a list of objects.`, param);
  if (value.length > MAX_MESSAGES) throw badRequest(`\`${param}\` has more than ${MAX_MESSAGES} entries.`, param);
  return value;
}

/** The text of a message's content. @throws {OpenAiError} for a part that is neither text nor image. */
export function readText(content: unknown, param: string): string {
  return toParts(content)
    .flatMap((part) => {
      if (!isJsonObject(part)) return [String(part)];
      if (typeof part['text'] === 'string') return [part['text']];
      if (typeof part['refusal'] === 'string') return [part['refusal']];
      if (isImage(part) || part['text'] === null) return [];
      throw badRequest(`Parts of type \`${String(part['type'])}\` are not supported.`, param);
    })
    .join('\n');
}

/** Content is a text or a list of parts. Some programs send one part, or texts as parts. */
function toParts(content: unknown): readonly unknown[] {
  const parts: readonly unknown[] = Array.isArray(content) ? content : [content];
  return parts.filter((part) => part !== undefined && part !== null);
}

/** The result of a tool. Some programs send the returned value itself. */
export function readResult(content: unknown): string {
  const isPart = (value: unknown) => typeof value === 'string' || (isJsonObject(value) && 'type' in value);
  const parts = toParts(content);
  if (parts.length > 0 && !parts.some(isPart)) return JSON.stringify(content);
  return readText(
    parts.filter((part) => !isJsonObject(part) || isTextPart(part)),
    'messages',
  );
}

function isTextPart(part: JsonObject): boolean {
  return typeof part['text'] === 'string' || typeof part['refusal'] === 'string';
}

/** The text of a model's earlier message. Parts that aren't text, such as reasoning, are omitted. */
export function readAnswer(content: unknown, param: string): string {
  return readText(
    toParts(content).filter((part) => !isJsonObject(part) || isTextPart(part)),
    param,
  );
}

/** Adds a user's message. Parts of earlier ones that aren't supported are omitted: the program will send them every time. */
export function addUserMessage(history: History, content: unknown, param: string, isLast: boolean): void {
  const parts = isLast ? toParts(content) : toParts(content).map((part) => toSupported(part, param));
  history.user(readText(parts, param), readContentImages(parts, param));
}

function toSupported(part: unknown, param: string): unknown {
  try {
    readText([part], param);
    readContentImages([part], param);
    return part;
  } catch {
    return `[A part of type ${isJsonObject(part) ? String(part['type']) : 'unknown'} was omitted.]`;
  }
}

function isImage({ type }: JsonObject): boolean {
  return type === 'image_url' || type === 'input_image' || type === 'image';
}

/** The images of a message's content. URLs are not fetched; only `data:` is supported. @throws {OpenAiError} */
function readContentImages(parts: readonly unknown[], param: string): readonly ImageBlock[] {
  const images = parts.filter(isJsonObject).filter((part) => isImage(part) && typeof part['text'] !== 'string');
  return readImages(
    images.map(({ image_url: image, source }) => {
      if (isJsonObject(source) && typeof source['data'] === 'string')
        return { mimeType: source['media_type'], content: source['data'], fileName: 'image' };
      const url = isJsonObject(image) ? image['url'] : image;
      if (typeof url !== 'string' || !url.startsWith(DATA_URL_START))
        throw badRequest('Image URLs are not fetched. Send images as `data:` URLs.', param);
      const end = url.indexOf(';');
      return { mimeType: url.slice(DATA_URL_START.length, end), content: url, fileName: 'image' };
    }),
  );
}

/** Tools of the caller; `read` returns the definition in an entry. @throws {OpenAiError} */
export function readTools(value: unknown, read: (tool: JsonObject) => JsonObject | undefined): readonly ToolSpec[] {
  if (value === undefined || value === null) return [];
  const tools = requireObjects(value, 'tools');
  if (tools.length > MAX_TOOLS) throw badRequest(`At most ${MAX_TOOLS} tools.`, 'tools');
  return tools.map((tool) => {
    const definition = (tool['type'] ?? 'function') === 'function' ? read(tool) : undefined;
    const name = definition?.['name'];
    if (definition === undefined || typeof name !== 'string' || !TOOL_NAME.test(name))
      throw badRequest('Only tools of type `function` with a name are supported.', 'tools');
    const { description, parameters } = definition;
    return {
      name,
      description: typeof description === 'string' ? description : '',
      input: isJsonObject(parameters) ? parameters : { type: 'object', properties: {} },
    };
  });
}

/** What both APIs have in common. */
export function toProgramRequest(
  body: JsonObject,
  { instructions, messages }: Conversation,
  facts: OptionFacts,
): ProgramRequest {
  const { model, stream, user } = body;
  return {
    model,
    stream: stream === true,
    messages,
    options: toRunOptions(instructions, facts),
    ...(typeof user === 'string' && user !== '' ? { user } : {}),
  };
}

interface OptionFacts {
  readonly tools: readonly ToolSpec[];
  readonly toolChoice: unknown;
  readonly form: unknown;
  readonly maxOutput: unknown;
  readonly effort: unknown;
}

/** A forced tool and a format are requested in the instructions, because not every provider can enforce them. */
function toRunOptions(instructions: readonly string[], facts: OptionFacts): RunOptions {
  const tools = facts.toolChoice === 'none' ? [] : facts.tools;
  const texts = [...instructions, ...toolRequest(facts.toolChoice, tools), ...formRequest(facts.form)];
  return {
    verbatimHistory: true,
    ...(texts.length === 0 ? {} : { instructions: texts.join('\n\n') }),
    ...(tools.length === 0 ? {} : { callerTools: [...tools] }),
    ...(isCount(facts.maxOutput) ? { maxOutput: facts.maxOutput } : {}),
    ...defined({ thinking: toThinking(facts.effort) }),
  };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0;
}

function toThinking(effort: unknown): RunOptions['thinking'] {
  if (effort === 'low' || effort === 'medium' || effort === 'high') return effort;
  return effort === 'none' || effort === 'minimal' ? 'off' : undefined;
}

function toolRequest(choice: unknown, tools: readonly ToolSpec[]): readonly string[] {
  if (tools.length === 0) return [];
  if (choice === 'required') return [`Call one of these tools now: ${tools.map(({ name }) => name).join(', ')}.`];
  if (!isJsonObject(choice)) return [];
  const name = isJsonObject(choice['function']) ? choice['function']['name'] : choice['name'];
  return tools.some((tool) => tool.name === name) ? [`Call the tool ${String(name)} now.`] : [];
}

function formRequest(form: unknown): readonly string[] {
  if (!isJsonObject(form)) return [];
  if (form['type'] === 'json_object') return ['Answer with one JSON object and nothing else.'];
  if (form['type'] !== 'json_schema') return [];
  const schema = isJsonObject(form['json_schema']) ? form['json_schema']['schema'] : form['schema'];
  return [`Reply only with JSON that matches this schema:\n${JSON.stringify(schema)}`];
}
