import { collectBacklog } from '../collect-backlog.ts'
import { createItemText } from '../lists/item-text.ts'

/** Entry of the thread that makes an older library searchable: it collects the words of its rows. */
collectBacklog((db) => createItemText(db).backlog, { longestMs: 20, atOnce: 50 })
