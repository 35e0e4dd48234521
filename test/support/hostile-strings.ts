const elements = [
  ...['img', 'svg', 'iframe', 'video', 'audio', 'object', 'embed', 'body', 'details', 'input'],
  ...['marquee', 'form', 'math', 'style', 'script', 'link', 'meta', 'base', 'a', 'button'],
]
const handlers = [
  (script: string) => `src=x onerror="${script}"`,
  (script: string) => `onload='${script}'`,
  (script: string) => `open ontoggle=${script}`,
  (script: string) => `autofocus tabindex=1 onfocus="${script}"`,
  (script: string) => `href="javascript:${script}" action="javascript:${script}" data="javascript:${script}"`,
]
const disguises = [
  (markup: string) => markup,
  (markup: string) => `'"></textarea></title></pre>${markup}`,
  (markup: string) => `**bold** \`code\` ![alt](http://127.0.0.1:9/picture.png "${markup}")\n\n> ${markup}`,
  (markup: string) => markup.replaceAll('<', '&lt;').replaceAll('>', '&#x3e;'),
  (markup: string) => markup.replace(/[a-z]/g, (letter, at: number) => (at % 2 ? letter.toUpperCase() : letter)),
]

/** 500 texts that would run a script, or ask somebody, where markup or Markdown in them were taken as such. */
export const hostileMarkup: readonly string[] = elements.flatMap((element) =>
  handlers.flatMap((handler, at) =>
    disguises.map((disguise) => {
      const script = `window.ran='${element}${at}'`
      return disguise(`<${element} ${handler(script)}>${script}</${element}>`)
    }),
  ),
)

const schemes = [
  ...['javascript:window.ran=1//', 'JaVaScRiPt:window.ran=1//', 'java\tscript:window.ran=1//', 'vbscript:run//'],
  ...['data:text/html,<script>parent.ran=1</script>', 'file:///etc/hostname', 'http://127.0.0.1:9/link'],
  ...['https://127.0.0.1:9/link', '//127.0.0.1:9/link', 'blob:http://127.0.0.1:9/link', 'app://other/link'],
  'about:blank#link',
]
const links = [
  (to: string) => to,
  (to: string) => `[press here](${to})`,
  (to: string) => `<${to}>`,
  (to: string) => `<a href="${to}" target="_blank" rel="opener">press here</a>`,
  (to: string) => `[press][1]\n\n[1]: ${to}`,
]

/** 60 links to where nobody may be led. */
export const hostileLinks: readonly string[] = schemes.flatMap((scheme) => links.map((link) => link(scheme)))
