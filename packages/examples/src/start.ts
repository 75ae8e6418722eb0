console.log('PLACEHOLDER: npm start')
