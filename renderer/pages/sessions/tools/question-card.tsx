// A question from the agent in the transcript: options and free text; once answered, one line per answer.
import { CircleHelp, MessageCircleReply } from 'lucide-react';
import { useState, type SyntheticEvent } from 'react';
import type { Question, QuestionAnswers } from '#contract/types/questions.ts';
import type { QuestionView } from '#contract/sessions/session-view.ts';
import { formatRemaining } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import { TextInput } from '../../../design/field.tsx';
import { toastError } from '../../../design/toasts.ts';
import { useNow } from '../../../design/use-now.ts';
import { useClient } from '../../../state/use-client.ts';
import { collectAnswers, answeredLines, chosen, isComplete, type Choices } from './question-choices.ts';

/** A form while pending, the answers once answered. */
export function QuestionCard({ question }: { readonly question: QuestionView }) {
  return question.outcome === undefined ? <PendingQuestions asked={question} /> : <Answered asked={question} />;
}

function PendingQuestions({ asked }: { readonly asked: QuestionView }) {
  const client = useClient();
  const [choices, setChoices] = useState<Choices>({});
  const [busy, setBusy] = useState(false);
  const resolve = async (answers: QuestionAnswers | undefined): Promise<void> => {
    setBusy(true);
    const result = answers === undefined ? { cancel: true as const } : { answers: { answers } };
    try {
      await client.request('question.resolve', { id: asked.questionSetId, ...result });
    } catch (cause) {
      toastError(t('approvals.answerFailed'), cause);
      setBusy(false);
    }
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!busy && isComplete(asked.questions, choices)) void resolve(collectAnswers(asked.questions, choices));
  };
  return (
    <form
      onSubmit={submit}
      aria-label={t('tools.question.label', { question: asked.questions[0]?.question ?? '' })}
      className="mx-1.5 my-1.5 overflow-hidden rounded-lg border border-accent/40 bg-raised shadow-low"
    >
      <header className="flex items-center gap-2 bg-accent-soft px-3 py-1.5 text-sm text-ink">
        <CircleHelp size={15} aria-hidden className="shrink-0 text-accent-ink" />
        <span className="font-medium">{t('tools.question.title', { count: asked.questions.length })}</span>
        <span className="min-w-0 flex-1" />
        <TimeLeft expiresAtMs={asked.expiresAtMs} />
      </header>
      {asked.questions.map((question) => (
        <OneQuestion
          key={question.questionId}
          question={question}
          chosen={choices[question.questionId]}
          name={`${asked.questionSetId}-${question.questionId}`}
          onChoose={(choice) => setChoices({ ...choices, [question.questionId]: choice })}
        />
      ))}
      <div className="flex items-center gap-1.5 p-3 pointer-coarse:gap-3">
        <Button look="primary" size="sm" type="submit" busy={busy} disabled={!isComplete(asked.questions, choices)}>
          {t('tools.question.answer')}
        </Button>
        <Button label={t('tools.question.skip')} size="sm" disabled={busy} onClick={() => void resolve(undefined)} />
      </div>
    </form>
  );
}

interface OneQuestionProps {
  readonly question: Question;
  readonly chosen: Choices[string] | undefined;
  readonly name: string;
  readonly onChoose: (choice: Choices[string]) => void;
}

function OneQuestion({ question, chosen: now = { labels: [], own: '' }, name, onChoose }: OneQuestionProps) {
  const { options, multiSelect = false } = question;
  return (
    <fieldset className="px-3 pt-2.5">
      <legend className="float-left mb-1.5 w-full text-sm wrap-anywhere text-ink">{question.question}</legend>
      <div className="clear-both flex flex-col gap-1">
        {options.map(({ label, description }) => (
          <label
            key={label}
            className="flex cursor-pointer items-start gap-2 rounded-md border border-line px-2.5 py-1.5 text-sm pointer-coarse:min-h-(--touch) pointer-coarse:items-center hover:bg-hover has-checked:border-accent has-checked:bg-selected"
          >
            <input
              type={multiSelect ? 'checkbox' : 'radio'}
              name={name}
              checked={now.labels.includes(label)}
              onChange={() => onChoose(chosen(now, label, multiSelect))}
              className="mt-0.5 accent-(--color-accent)"
            />
            <span className="min-w-0">
              <span className="text-ink">{label}</span>
              {description !== undefined && <span className="block text-xs text-ink-soft">{description}</span>}
            </span>
          </label>
        ))}
        {(question.isOther === true || options.length === 0) && (
          <TextInput
            aria-label={options.length === 0 ? t('tools.question.yourAnswer') : t('tools.question.other')}
            placeholder={options.length === 0 ? t('tools.question.yourAnswer') : t('tools.question.otherHint')}
            value={now.own}
            maxLength={4_000}
            onChange={(event) => onChoose({ labels: multiSelect ? now.labels : [], own: event.target.value })}
          />
        )}
      </div>
    </fieldset>
  );
}

function TimeLeft({ expiresAtMs }: { readonly expiresAtMs: number }) {
  const left = expiresAtMs - useNow(1_000);
  return (
    <span className="tabular text-xs text-ink-soft">
      {left > 0 ? t('tools.question.continuesIn', { time: formatRemaining(left) }) : t('tools.question.expired')}
    </span>
  );
}

function Answered({ asked }: { readonly asked: QuestionView }) {
  return (
    <ul className="py-0.5 ps-7.5">
      {answeredLines(asked).map((line) => (
        <li key={line} className="flex min-h-6 items-center gap-2 text-xs text-ink-faint">
          <MessageCircleReply size={13} aria-hidden className="shrink-0" />
          <span className="min-w-0 wrap-anywhere">{line}</span>
        </li>
      ))}
    </ul>
  );
}
