// Repairs a conversation before each call, so that no message makes a session unusable, whichever model or version wrote it.
import type { Block, ImageBlock, PdfBlock, ToolCallBlock } from '#contract/types/content.ts';
import { detectImageType } from '#contract/types/image-type.ts';
import { isPdf } from '#contract/types/pdf.ts';
import { toWellFormed } from '#contract/types/well-formed.ts';
import type { ModelMessage, ModelRequest } from '#core/ports/provider.ts';

import { toToolName } from './tool-names.ts';

type ToolMessage = Extract<ModelMessage, { role: 'tool' }>;
type ToolResult = ToolMessage['results'][number];
type AssistantMessage = Extract<ModelMessage, { role: 'assistant' }>;

const LOST_RESULT = 'No result: the run ended before this tool finished. It may have run.';
const NO_OUTPUT = '(no output)';
const CONTINUE = 'Continue from where you stopped.';
const BEGINNING = '(The beginning of this conversation is not available.)';

/**
 * A request that strict servers accept: the first and the last message are the user's, roles alternate, each call has a valid
 * name, a unique ID, and exactly one result directly after it, and all texts and images can be decoded.
 */
export function repairRequest(request: ModelRequest): ModelRequest {
  return {
    ...request,
    system: request.system.map((part) => part.toWellFormed()),
    messages: repairConversation(request.messages),
    ...(request.context === undefined ? {} : { context: request.context.toWellFormed() }),
  };
}

/** The messages of {@link repairRequest}. */
export function repairConversation(messages: readonly ModelMessage[]): readonly ModelMessage[] {
  const ids = new Set<string>();
  const repaired: ModelMessage[] = [];
  for (const [at, message] of messages.entries()) {
    if (message.role === 'tool') continue;
    const content = message.content.flatMap(repairBlock);
    // Reasoning alone is no answer: most servers never get it back.
    if (content.every((block) => block.type === 'thinking')) continue;
    if (message.role === 'user') addMessage(repaired, { role: 'user', content });
    else addAnswer(repaired, { ...message, content }, collectResults(messages, at + 1), ids);
  }
  if (repaired[0]?.role === 'assistant') repaired.unshift(userMessage(BEGINNING));
  if (repaired.at(-1)?.role === 'assistant' || repaired.length === 0) repaired.push(userMessage(CONTINUE));
  return repaired;
}

function userMessage(text: string): ModelMessage {
  return { role: 'user', content: [{ type: 'text', text }] };
}

/** Neighbors with the same role become one message. */
function addMessage(repaired: ModelMessage[], message: Exclude<ModelMessage, ToolMessage>): void {
  const last = repaired.at(-1);
  if (last?.role === 'user' && message.role === 'user')
    repaired[repaired.length - 1] = { role: 'user', content: [...last.content, ...message.content] };
  else if (last?.role === 'assistant' && message.role === 'assistant') {
    const before = last.provider === message.provider ? last.content : last.content.flatMap(withoutSignature);
    repaired[repaired.length - 1] = { ...message, content: [...before, ...message.content] };
  } else repaired.push(message);
}

/** Only the provider that signed a block accepts its signature. */
function withoutSignature(block: Block): readonly Block[] {
  if (block.type === 'thinking') return [];
  if (block.type !== 'toolCall') return [block];
  const { signature: _, ...call } = block;
  return [call];
}

/** Adds an answer and the results of its calls. */
function addAnswer(
  repaired: ModelMessage[],
  message: AssistantMessage,
  results: ReadonlyMap<string, ToolResult>,
  ids: Set<string>,
): void {
  const answers: ToolResult[] = [];
  const taken = new Set<string>();
  const content = message.content.map((block): Block => {
    if (block.type !== 'toolCall') return block;
    const id = toUniqueId(block.id, ids);
    const name = toToolName(block.name);
    // Of several calls with the same ID, only the first has the stored result.
    const isFirst = !taken.has(block.id);
    taken.add(block.id);
    answers.push(toResult(isFirst ? results.get(block.id) : undefined, id, name));
    return { ...block, id, name };
  });
  addMessage(repaired, { ...message, content });
  if (answers.length > 0) repaired.push({ role: 'tool', results: answers });
}

function toResult(result: ToolResult | undefined, callId: string, name: string): ToolResult {
  if (result === undefined) return { callId, name, text: LOST_RESULT, isError: true };
  return { ...result, callId, name, text: result.text === '' ? NO_OUTPUT : result.text.toWellFormed() };
}

function toUniqueId(id: string, ids: Set<string>): string {
  const base = id.trim().toWellFormed() || 'call';
  let unique = base;
  for (let number = 2; ids.has(unique); number += 1) unique = `${base}_${number}`;
  ids.add(unique);
  return unique;
}

/** The results between an answer and the next one, by the ID of their call. The first one counts. */
function collectResults(messages: readonly ModelMessage[], from: number): ReadonlyMap<string, ToolResult> {
  const found = new Map<string, ToolResult>();
  for (const message of messages.slice(from)) {
    if (message.role === 'assistant') break;
    if (message.role !== 'tool') continue;
    for (const result of message.results) if (!found.has(result.callId)) found.set(result.callId, result);
  }
  return found;
}

function repairBlock(block: Block): readonly Block[] {
  switch (block.type) {
    case 'text':
      return block.text.trim() === '' ? [] : [{ ...block, text: block.text.toWellFormed() }];
    case 'thinking':
      return [{ ...block, thinking: block.thinking.toWellFormed() }];
    case 'toolCall':
      return [repairCall(block)];
    case 'image':
      return [repairImage(block)];
    case 'pdf':
      return [repairPdf(block)];
  }
}

function repairCall(call: ToolCallBlock): Block {
  // Values of a JSON object stay one.
  return { ...call, arguments: toWellFormed(call.arguments) as ToolCallBlock['arguments'] };
}

/** The declared type can be wrong, which servers reject too. */
function repairImage(image: ImageBlock): Block {
  const mimeType = detectImageType(image.data);
  if (mimeType !== undefined) return { ...image, mimeType };
  return { type: 'text', text: `[image of type ${image.mimeType} omitted: it can't be decoded]` };
}

function repairPdf(pdf: PdfBlock): Block {
  if (isPdf(pdf.data)) return { ...pdf, name: pdf.name.toWellFormed() };
  return { type: 'text', text: `[file ${pdf.name.toWellFormed()} omitted: it isn't a PDF]` };
}
