/** The drawings of an output, which reach a front end as images that hold them. */

const IMAGE =
  /<img class="skyframe-figure"[^>]* src="data:image\/svg\+xml;base64,([^"]*)">(?:<script>[\s\S]*?<\/script>)?/g;

/** HTML with each drawing in its image's place, as where scripts run. */
export function withDrawings(html: unknown): string {
  return String(html).replace(IMAGE, (_, data: string) => Buffer.from(data, 'base64').toString());
}

/** HTML as a front end shows it in a notebook that its reader does not trust: no scripts, styles and drawings. */
export function withoutTrust(html: string): string {
  return html
    .replace(/<!--[\s\S]*?-->|<(script|style)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replace(/<svg[\s>][\s\S]*<\/svg\s*>/gi, '')
    .replace(/\s(?:style|on\w+)="[^"]*"/gi, '');
}
