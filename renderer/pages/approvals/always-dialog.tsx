// "Always…": up to three sets of rules from the narrowest to the widest, each editable, with the past commands that they match.
import type { RuleProposal } from '#contract/types/approval-rules.ts';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import { t } from '#messages/translate.ts';
import { FormDialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { RadioList } from '../../design/radio-list.tsx';
import { ErrorNote, SkeletonLines } from '../../design/states.tsx';
import { Segmented } from '../../design/tabs.tsx';
import type { ApprovalAnswer } from '../../state/pending-approvals.ts';
import { useRequest } from '../../state/use-client.ts';
import { describeProposal, describeRehearsal } from './describe-rehearsal.ts';
import { describeSessionGrant, parseRule } from './inbox.ts';
import { RehearsalView } from './rehearsal-view.tsx';
import { useProposal, type ProposalDraft } from './use-proposal.ts';

interface AlwaysDialogProps {
  readonly approval: Pick<ApprovalRecord, 'id' | 'subject'> & { readonly agentId: string };
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onAnswer: (answer: ApprovalAnswer) => void;
}

/** Suggestions are requested each time it opens. */
export function AlwaysDialog({ open, ...rest }: AlwaysDialogProps) {
  return open ? <OpenAlwaysDialog {...rest} /> : null;
}

function OpenAlwaysDialog({ approval, onClose, onAnswer }: Omit<AlwaysDialogProps, 'open'>) {
  const read = useRequest('approvals.rules.suggest', { id: approval.id });
  const proposals = read.data?.proposals ?? [];
  const draft = useProposal(proposals, approval);
  const { scope, rules } = draft;
  const isLoading = read.status === 'loading';
  // Without a rule, the same call can be allowed again in its session.
  const isGrant = proposals.length === 0;
  const allow = () => {
    if (isGrant) onAnswer({ decision: 'allow-session' });
    else if (rules !== undefined) onAnswer({ decision: scope === 'session' ? 'allow-session' : 'allow-always', rules });
  };
  return (
    <FormDialog
      open
      onClose={onClose}
      title={isGrant && !isLoading ? t('approvals.session.title') : t('approvals.always.title')}
      submit={scope === 'session' ? t('approvals.always.forSession') : t('approvals.always.always')}
      disabled={isLoading || rules === undefined}
      onSubmit={allow}
    >
      {isLoading && <SkeletonLines label={t('rules.proposal.loading')} />}
      {read.error !== undefined && <ErrorNote title={t('rules.proposal.failed')} message={read.error.message} />}
      {isGrant && !isLoading && <p className="text-sm text-ink-soft">{describeSessionGrant(approval.subject)}</p>}
      {!isGrant && <ProposalFields proposals={proposals} draft={draft} agentId={approval.agentId} />}
    </FormDialog>
  );
}

const SCOPES = ['session', 'workspace', 'agent'] as const;
const PROJECT_SCOPES = ['session', 'workspace', 'project', 'agent'] as const;

interface ProposalFieldsProps {
  readonly proposals: readonly RuleProposal[];
  readonly draft: ProposalDraft;
  readonly agentId: string;
}

function ProposalFields({ proposals, draft, agentId }: ProposalFieldsProps) {
  const { at, scope, lines, rehearsal, problem } = draft;
  const scopes = proposals.some((one) => one.scope === 'project') ? PROJECT_SCOPES : SCOPES;
  return (
    <>
      <RadioList
        label={t('rules.proposal.label')}
        options={proposals.map((one, index) => ({
          value: String(index),
          label: describeProposal(one, agentId),
          hint: describeRehearsal(one.rehearsal),
        }))}
        value={String(at)}
        onChange={(value) => draft.choose(Number(value))}
      />
      <div className="flex flex-col items-start gap-3 rounded-lg border border-line p-3">
        <Segmented
          label={t('rules.proposal.scope')}
          options={scopes.map((value) => ({ value, label: t(`rules.proposal.scope.${value}`) }))}
          value={scope}
          onChange={(next) => draft.edit({ scope: next })}
        />
        {lines.map((line, index) => (
          <TextField
            key={index}
            label={lines.length === 1 ? t('rules.proposal.onlyRule') : t('rules.proposal.rule', { number: index + 1 })}
            hint={index === lines.length - 1 ? t('approvals.always.patternHint') : undefined}
            error={parseRule(line) === undefined ? t('approvals.always.patternInvalid') : undefined}
            className="w-full"
            inputClassName="font-mono"
            value={line}
            onChange={(next) => draft.edit({ lines: lines.with(index, next) })}
          />
        ))}
      </div>
      {problem === undefined ? <RehearsalView rehearsal={rehearsal} /> : <ErrorNote message={problem.message} />}
      <p className="text-xs text-ink-faint">{t('approvals.always.revoke')}</p>
    </>
  );
}
