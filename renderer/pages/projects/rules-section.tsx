// The rules that apply only to sessions of a project.
import { t } from '#messages/translate.ts';
import { CardList, Section } from '../../design/page.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { useRequest } from '../../state/use-client.ts';
import { NewRule } from '../approvals/rule-dialog.tsx';
import { RuleRow } from '../approvals/rule-row.tsx';

/** A list, and a dialog that adds one. */
export function RulesSection({ projectId }: { readonly projectId: string }) {
  const read = useRequest('approvals.rules.list', { projectId }, ['settings.changed', 'approvals.changed']);
  return (
    <Section
      title={t('projects.rules')}
      summary={t('projects.rulesText')}
      actions={<NewRule initial={undefined} agentId={undefined} projectId={projectId} onAdded={read.reload} />}
    >
      <RequestStatus
        read={read}
        rows={2}
        loading={t('approvals.rules.loading')}
        failed={t('approvals.rules.loadFailed')}
      />
      {read.data !== undefined && (
        <CardList
          empty={t('projects.noRules')}
          rows={read.data.rules.map((rule) => (
            <RuleRow key={rule.id} rule={rule} onChanged={read.reload} />
          ))}
        />
      )}
    </Section>
  );
}
