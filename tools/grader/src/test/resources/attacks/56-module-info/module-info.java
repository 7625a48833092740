module workbook.sockets {}
