/** Every test works in a folder of its own below the system's temporary folder; nothing reads the user's data folder. */
process.env['FUHAN_DATA'] = '/nonexistent/fuhan-data';
delete process.env['FUHAN_ARCHIVE'];
