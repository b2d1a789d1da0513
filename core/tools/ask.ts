// The ask tool: asks the user multiple-choice questions and waits for the answers. It has no side effects.
import { escapeHidden, escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { takeStart, truncateText } from '#contract/types/truncate-text.ts';
import type { Question } from '#contract/types/questions.ts';
import type { BuiltInTool } from './define-tool.ts';
import { flag, InputProblem, list, optional, readInput, toSchema, text } from './input.ts';

const MAX_HEADER = 12;
const MAX_QUESTION = 2_000;

const FIELDS = {
  questions: list(
    'One to three related questions.',
    {
      question: text('The question, in one or two sentences.'),
      header: optional(text('A label of one or two words, at most 12 characters.')),
      options: optional(
        list(
          'Suggested answers. The user can always write a different one.',
          { label: text('The answer, in a few words.'), description: optional(text('What this answer means.')) },
          { min: 0, max: 4 },
        ),
      ),
      multiSelect: optional(flag('Allow more than one answer.')),
    },
    { min: 1, max: 3 },
  ),
};

/** The ask tool. */
export const askTool: BuiltInTool = {
  name: 'ask',
  description:
    'Asks the user a question and waits for the answer. Use it for decisions that only the user can make and that nothing in the workspace settles. Do not ask for permission to use a tool; approval is requested automatically.',
  input: toSchema(FIELDS),
  effect: 'ask',
  open(raw) {
    const questions = readInput(FIELDS, raw).questions.map(asQuestion);
    return { title: `Ask: ${questions[0]?.question ?? ''}`, questions };
  },
};

type Asked = ReturnType<typeof FIELDS.questions.read>[number];

function asQuestion({ question, header, options, multiSelect }: Asked, index: number): Question {
  if (question.trim() === '' || question.length > MAX_QUESTION)
    throw new InputProblem(`Question ${index + 1} must be 1 to ${MAX_QUESTION} characters long.`);
  // A person reads all of it before answering.
  const labels = (options ?? []).map(({ label }) => escapeHiddenInLine(label));
  if (labels.some((label) => label.trim() === '' || label.length > 200) || new Set(labels).size < labels.length)
    throw new InputProblem(`The options of question ${index + 1} must be unique, short, and not empty.`);
  return {
    questionId: `q${index + 1}`,
    header: takeStart(escapeHiddenInLine(header ?? ''), MAX_HEADER),
    question: escapeHidden(question),
    options: (options ?? []).map(({ label, description }) => ({
      label: escapeHiddenInLine(label),
      ...(description === undefined ? {} : { description: truncateText(escapeHidden(description), 500) }),
    })),
    isOther: true,
    ...(multiSelect === true ? { multiSelect } : {}),
  };
}
