/** A text of the dictionaries in which `*so*` is bold. Only for our own words: a name may have an asterisk. */
export function RichText({ text }: { text: string }) {
  return <>{text.split('*').map((part, index) => (index % 2 === 1 ? <b key={index}>{part}</b> : part))}</>;
}
