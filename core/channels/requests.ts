// Shows approvals and questions in chats, with buttons, and takes the answers of people who may give them.
import type { ApprovalDecision, ApprovalRecord } from '#contract/types/approvals.ts';
import type { QuestionRecord } from '#contract/types/questions.ts';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { truncateText } from '#contract/types/truncate-text.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { hasScope } from '#contract/wire/scopes.ts';
import type { Engine } from '../engine/engine.ts';
import type { EngineNotice } from '../engine/notices.ts';
import type { StepResult } from '../escalation/escalations.ts';
import type { ChannelButton, ChannelPress, ChatAddress } from '../ports/channel.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Principal } from '../principal.ts';
import { isQuiet, toLocalTime } from '#contract/types/quiet-hours.ts';
import type { ChannelRecords } from './channel-records.ts';
import { fenced } from './commands/run.ts';
import type { Outbox, Outgoing } from './outbox.ts';
import { toPrincipal } from './people.ts';
import type { ChatTexts } from './texts/english.ts';

const MAX_COMMAND = 1_500;
const MAX_BUTTON = 40;
/** Buttons of an approval, by the letter in their data. */
const DECISIONS: Readonly<Record<string, ApprovalDecision>> = { o: 'allow-once', s: 'allow-session', d: 'deny' };

/** A chat in which a run was started. */
export interface RunOrigin {
  readonly channel: string;
  readonly to: ChatAddress;
}

/** What {@link ChatRequests} depend on. */
export interface RequestPorts {
  readonly engine: Pick<Engine, 'approvals' | 'questions' | 'onNotice'>;
  readonly records: ChannelRecords;
  readonly outbox: Outbox;
  /** The chat whose message a session is answering. */
  readonly origin: (sessionKey: string) => RunOrigin | undefined;
  /** The texts in the language of a chat. */
  readonly texts: (channelId: string, to: ChatAddress) => Promise<ChatTexts>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Who pressed a button. */
interface Presser {
  readonly by: Principal;
  readonly texts: ChatTexts;
}

/** Approvals and questions in chats. */
export class ChatRequests {
  readonly #ports: RequestPorts;

  constructor(ports: RequestPorts) {
    this.#ports = ports;
  }

  /** Follows the engine; returns the stop function. */
  start(): () => void {
    void this.#settleOld();
    return this.#ports.engine.onNotice((notice) => this.#follow(notice));
  }

  /** Tells linked people who may answer about an approval that nobody has answered. */
  async escalate(approval: ApprovalRecord): Promise<readonly StepResult[]> {
    const { records, clock } = this.#ports;
    const shown = await records.shown(approval.id);
    const results: StepResult[] = [];
    const now = toLocalTime(new Date(clock.now()));
    for (const person of await records.people()) {
      const { channel, chatId, notify, quiet, rights, senderId, name } = person;
      const wants =
        notify !== 'none' && hasScope(toPrincipal(channel, senderId, { rights }).scopes, 'operator.approvals');
      if (!wants || chatId === undefined || isQuiet(quiet, now)) continue;
      const isShown = shown.some((one) => one.channel === channel && one.to.chatId === chatId);
      if (!isShown) await this.#showApproval(approval, { channel, to: { chatId } });
      results.push({ target: `${name} (${channel})` });
    }
    return results;
  }

  /** Answers with a button. The result is told to the person who pressed it. */
  async press({ data }: ChannelPress, by: Principal, texts: ChatTexts): Promise<string> {
    const [kind, id = '', first = '', second = ''] = data.split(':');
    try {
      if (kind === 'a') return await this.#answerApproval(id, first, { by, texts });
      if (kind === 'q') return await this.#answerQuestion(id, [Number(first), Number(second)], { by, texts });
      return texts.oldButton;
    } catch (error) {
      return errorMessage(error);
    }
  }

  async #answerApproval(id: string, letter: string, { by, texts }: Presser): Promise<string> {
    if (!hasScope(by.scopes, 'operator.approvals')) return texts.mayNotApprove;
    const decision = DECISIONS[letter];
    if (decision === undefined) return texts.oldButton;
    const { applied, approval } = await this.#ports.engine.approvals.resolve({ id, decision, by });
    const outcome = describeOutcome(approval, texts);
    return applied ? outcome : texts.already(outcome);
  }

  async #answerQuestion(
    id: string,
    [questionIndex, optionIndex]: readonly [number, number],
    { by, texts }: Presser,
  ): Promise<string> {
    if (!hasScope(by.scopes, 'operator.questions')) return texts.mayNotAnswer;
    const record = this.#ports.engine.questions.get(id);
    const question = record?.questions[questionIndex];
    const option = question?.options[optionIndex];
    if (record?.status !== 'pending' || question === undefined || option === undefined) return texts.questionOver;
    await this.#ports.engine.questions.resolve({ id, answers: { [question.questionId]: [option.label] }, by });
    return texts.answeredWith(option.label);
  }

  #follow(notice: EngineNotice): void {
    if (notice.kind === 'approval') void this.#changed(notice.approval).catch((error: unknown) => this.#warn(error));
    if (notice.kind !== 'event') return;
    const { event, sessionKey } = notice;
    if (event.type === 'question.resolved')
      void this.#close(event.questionSetId, () => '').catch((error: unknown) => this.#warn(error));
    if (event.type !== 'question.asked') return;
    const asked = this.#ports.engine.questions.pending().find((one) => one.sessionKey === sessionKey);
    const origin = this.#ports.origin(sessionKey);
    if (asked !== undefined && origin !== undefined)
      void this.#showQuestion(asked, origin).catch((error: unknown) => this.#warn(error));
  }

  async #changed(approval: ApprovalRecord): Promise<void> {
    if (approval.outcome !== undefined) return this.#close(approval.id, (texts) => describeOutcome(approval, texts));
    const origin = this.#ports.origin(approval.sessionKey);
    if (origin === undefined) return;
    const isShown = (await this.#ports.records.shown(approval.id)).length > 0;
    if (!isShown) await this.#showApproval(approval, origin);
  }

  async #showApproval(approval: ApprovalRecord, { channel, to }: RunOrigin): Promise<void> {
    const { id } = approval;
    const texts = await this.#ports.texts(channel, to);
    const buttons = [
      [
        { label: texts.allowOnce, data: `a:${id}:o`, style: 'primary' } as const,
        { label: texts.allowSession, data: `a:${id}:s` },
        { label: texts.deny, data: `a:${id}:d`, style: 'danger' } as const,
      ],
    ];
    const outgoing: Outgoing = { channel, to, markdown: describeApproval(approval, texts), buttons, requestId: id };
    await this.#ports.outbox.add(outgoing, `approval:${id}:${channel}:${to.chatId}`);
  }

  async #showQuestion({ id, questions }: QuestionRecord, { channel, to }: RunOrigin): Promise<void> {
    // A set of several questions has no button that answers it: the first open one is asked.
    const [question] = questions;
    if (question === undefined) return;
    const texts = await this.#ports.texts(channel, to);
    const buttons = question.options.map(({ label }, option): readonly ChannelButton[] => [
      { label: truncateText(label, MAX_BUTTON), data: `q:${id}:0:${option}` },
    ]);
    const details = question.options
      .flatMap(({ label, description }) => (description === undefined ? [] : [`- **${label}**: ${description}`]))
      .join('\n');
    const more = questions.length > 1 ? `\n\n${texts.moreQuestions}` : '';
    const isSingle = questions.length === 1 && question.multiSelect !== true;
    const markdown = [question.question, details, isSingle ? '' : `${texts.answerInApp}${more}`]
      .filter((part) => part !== '')
      .join('\n\n');
    const outgoing = { channel, to, markdown, requestId: id, ...(isSingle ? { buttons } : {}) };
    await this.#ports.outbox.add(outgoing, `question:${id}:${channel}:${to.chatId}`);
  }

  /** Removes the buttons of what was answered, wherever it is shown. */
  async #close(requestId: string, describe: (texts: ChatTexts) => string): Promise<void> {
    const { records, outbox, texts } = this.#ports;
    for (const { channel, to, messageId, text } of await records.shown(requestId)) {
      const outcome = describe(await texts(channel, to));
      await outbox.add(
        { channel, to, markdown: outcome === '' ? text : `${text}\n\n**${outcome}**`, replaces: messageId },
        `closed:${requestId}:${channel}:${messageId}`,
      );
    }
    await records.forgetShown(requestId);
  }

  /** What was answered while this gateway was stopped. */
  async #settleOld(): Promise<void> {
    const { records, engine } = this.#ports;
    try {
      for (const id of await records.shownRequests()) {
        const approval = await engine.approvals.get(id);
        if (approval?.outcome !== undefined) await this.#close(id, (texts) => describeOutcome(approval, texts));
        else if (approval === undefined && engine.questions.get(id)?.status !== 'pending')
          await this.#close(id, () => '');
      }
    } catch (error) {
      this.#warn(error);
    }
  }

  #warn(error: unknown): void {
    this.#ports.log.warn("Couldn't show or close a request in a chat.", { error: String(error) });
  }
}

function describeApproval({ subject, sessionTitle }: ApprovalRecord, texts: ChatTexts): string {
  const { command, tool, reason, risks, cwd, diff } = subject;
  return [
    `**${texts.approvalRequired}**${sessionTitle === '' ? '' : `: ${escapeText(sessionTitle)}`}`,
    fenced(truncateText(removeHidden(command), MAX_COMMAND), MAX_COMMAND + 1),
    diff === undefined ? '' : fenced(truncateText(removeHidden(diff), MAX_COMMAND), MAX_COMMAND + 1),
    [
      `${texts.tool}: ${escapeText(tool)}`,
      `${texts.folder}: ${escapeText(cwd)}`,
      `${texts.why}: ${escapeText(reason)}`,
      ...risks.map((risk) => `${texts.risk}: ${escapeText(risk)}`),
    ]
      .map((line) => `- ${line}`)
      .join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

const OUTCOMES = {
  'allow-once': 'allowedOnce',
  'allow-session': 'allowedSession',
  'allow-always': 'allowedAlways',
  deny: 'denied',
  expired: 'expired',
  cancelled: 'canceled',
} as const;

function describeOutcome({ outcome, resolvedBy }: ApprovalRecord, texts: ChatTexts): string {
  const what = outcome === undefined ? texts.answered : texts[OUTCOMES[outcome]];
  return resolvedBy === undefined ? what : texts.by(what, escapeText(resolvedBy));
}

/** Text that isn't interpreted as Markdown. */
export function escapeText(text: string): string {
  return removeHidden(text)
    .replaceAll(/([\\`*_{}[\]<>()#+\-.!|~])/g, '\\$1')
    .replaceAll('\n', ' ');
}
