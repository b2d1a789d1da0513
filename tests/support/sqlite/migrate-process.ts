// A process that opens a database, which migrates it, and then says so. Argument: the database.
import { openDatabase } from '#adapters/sqlite/open-database.ts';

openDatabase(process.argv[2] ?? '', Date.now()).database.close();
process.stdout.write('migrated\n');
