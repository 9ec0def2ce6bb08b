import { CopyButton } from "./copy-button";

interface Props {
  label: string;
  value: string;
  /** Names it on the button: "Copy {what}"; the label unless given. */
  what?: string;
}

/** Nobody types a link letter by letter. */
const isLink = /^https?:/;

/** Groups of four, between which a line may end, are made by space in the drawing only: what is selected and copied is the value itself. */
export function Secret({ label, value, what = label }: Props) {
  const grouping = isLink.test(value) ? /.+/gsu : /.{1,4}/gsu;
  const groups = Array.from(value.matchAll(grouping), (match) => ({ at: match.index, text: match[0] }));
  return (
    <div className="secret">
      <span className="secret-label">{label}</span>
      <output className="secret-value">
        <code>
          {groups.map((group) => (
            <span key={group.at}>
              <wbr />
              {group.text}
            </span>
          ))}
        </code>
      </output>
      <CopyButton text={value} what={what} />
    </div>
  );
}
